package kassa.gateway.card;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.IsoType;
import com.solab.iso8583.MessageFactory;
import com.solab.iso8583.parse.FieldParseInfo;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our dialect of ISO 8583:1987: message types, bitmaps and fields are printable ASCII, every
 * message is framed by its length in two bytes ({@link Iso8583Frames}).
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><th>request</th><th>answer</th><th>meaning</th></tr>
 * <tr><td>0100, repeated 0101</td><td>0110</td><td>authorize, capture later</td></tr>
 * <tr><td>0200, repeated 0201</td><td>0210</td><td>authorize and capture in one message</td></tr>
 * <tr><td>0600</td><td>0610</td><td>what became of a reference? No card in it</td></tr>
 * <tr><td>0800</td><td>0810</td><td>echo, field 70 is 301</td></tr>
 * </table>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>form</th><th>in</th><th>what</th></tr>
 * <tr><td>2</td><td>LLVAR</td><td>01xx, 02xx</td><td>card number</td></tr>
 * <tr><td>3</td><td>n 6</td><td>01xx, 02xx</td><td>processing code, 000000</td></tr>
 * <tr><td>4</td><td>n 12</td><td>all but echo</td><td>amount in minor units; echoed</td></tr>
 * <tr><td>7</td><td>n 10</td><td>all</td><td>transmitted at, MMDDhhmmss UTC; echoed</td></tr>
 * <tr><td>11</td><td>n 6</td><td>all</td><td>system trace audit number; echoed</td></tr>
 * <tr><td>14</td><td>n 4</td><td>01xx, 02xx</td><td>expiry, YYMM</td></tr>
 * <tr><td>37</td><td>an 12</td><td>all but echo</td><td>retrieval reference; echoed</td></tr>
 * <tr><td>38</td><td>an 6</td><td>approvals</td><td>authorization code</td></tr>
 * <tr><td>39</td><td>an 2</td><td>answers</td><td>{@link ResponseCode}</td></tr>
 * <tr><td>41</td><td>ans 8</td><td>01xx, 02xx</td><td>terminal</td></tr>
 * <tr><td>42</td><td>ans 15</td><td>all but echo</td><td>merchant</td></tr>
 * <tr><td>49</td><td>n 3</td><td>all but echo</td><td>currency, numeric ISO 4217; echoed</td></tr>
 * <tr><td>59</td><td>LLLLVAR</td><td>01xx, 02xx</td><td>merchant's reference, form-encoded</td></tr>
 * <tr><td>60</td><td>LLLVAR</td><td>answers</td><td>the acquirer's transaction id</td></tr>
 * <tr><td>61</td><td>LLLVAR</td><td>01xx, 02xx</td><td>card verification code</td></tr>
 * <tr><td>63</td><td>LLLVAR</td><td>all but echo</td><td>the full {@link Reference}; echoed</td></tr>
 * <tr><td>70</td><td>n 3</td><td>echo</td><td>301</td></tr>
 * </table>
 *
 * <p>Any thread may call. The one message factory is frozen after it was filled, and only read
 * since: {@code newMessage} and {@code parseMessage} of j8583 3.0.1 write nothing but the message
 * they return.
 */
public final class Iso8583Dialect {
  public static final int AUTHORIZATION = 0x0100;
  public static final int AUTHORIZATION_REPEAT = 0x0101;
  public static final int AUTHORIZATION_ANSWER = 0x0110;
  public static final int PURCHASE = 0x0200;
  public static final int PURCHASE_REPEAT = 0x0201;
  public static final int PURCHASE_ANSWER = 0x0210;
  public static final int INQUIRY = 0x0600;
  public static final int INQUIRY_ANSWER = 0x0610;
  public static final int ECHO = 0x0800;
  public static final int ECHO_ANSWER = 0x0810;

  public static final int CARD_NUMBER = 2;
  public static final int PROCESSING_CODE = 3;
  public static final int AMOUNT = 4;
  public static final int TRANSMITTED_AT = 7;
  public static final int STAN = 11;
  public static final int EXPIRY = 14;
  public static final int RETRIEVAL_REFERENCE = 37;
  public static final int AUTHORIZATION_CODE = 38;
  public static final int RESPONSE_CODE = 39;
  public static final int TERMINAL = 41;
  public static final int MERCHANT = 42;
  public static final int CURRENCY = 49;
  public static final int MERCHANT_REFERENCE = 59;
  public static final int TRANSACTION_ID = 60;
  public static final int CVC = 61;
  public static final int REFERENCE = 63;
  public static final int NETWORK_CODE = 70;

  public static final String ECHO_TEST = "301";

  private static final String CHARSET = StandardCharsets.US_ASCII.name();

  private static final Set<Integer> TYPES =
      Set.of(
          AUTHORIZATION,
          AUTHORIZATION_REPEAT,
          AUTHORIZATION_ANSWER,
          PURCHASE,
          PURCHASE_REPEAT,
          PURCHASE_ANSWER,
          INQUIRY,
          INQUIRY_ANSWER,
          ECHO,
          ECHO_ANSWER);

  private record Form(IsoType type, int length) {}

  private static final Map<Integer, Form> FORMS = forms();
  private static final MessageFactory<IsoMessage> FACTORY = factory();

  private Iso8583Dialect() {}

  public static IsoMessage message(int type) {
    return FACTORY.newMessage(type);
  }

  /**
   * @param value fits the field's form, see the table; digits are filled up with zeros on the left,
   *     text with spaces on the right
   */
  public static void set(IsoMessage message, int field, String value) {
    Form form = form(field);
    // j8583 would fill up by building a format string for every value.
    String filled =
        form.type() == IsoType.ALPHA && value.length() < form.length()
            ? value + " ".repeat(form.length() - value.length())
            : value;
    message.setValue(field, filled, form.type(), form.length());
  }

  /** The field without the spaces that fill it up; null when the message has no such field. */
  public static @Nullable String text(IsoMessage message, int field) {
    Object value = message.getObjectValue(field);
    return value == null ? null : value.toString().strip();
  }

  /**
   * @throws MalformedMessage when the message has no such field
   */
  public static String required(IsoMessage message, int field) throws MalformedMessage {
    String value = text(message, field);
    if (value == null || value.isEmpty()) {
      throw new MalformedMessage("field " + field + " is missing");
    }
    return value;
  }

  public static byte[] encode(IsoMessage message) {
    return message.writeData();
  }

  /**
   * Reads one message, without its frame.
   *
   * <p>What j8583 says about a message that it cannot read may hold the whole message, and for an
   * unknown type it logs it as well. So types are looked at before j8583 sees a byte, and its
   * exceptions end here.
   */
  public static IsoMessage parse(byte[] bytes) throws MalformedMessage {
    if (bytes.length < 20 || !TYPES.contains(typeOf(bytes))) {
      throw new MalformedMessage("not a message of this dialect");
    }
    IsoMessage message;
    try {
      message = FACTORY.parseMessage(bytes, 0);
    } catch (ParseException | UnsupportedEncodingException | RuntimeException e) {
      throw new MalformedMessage("a field does not have its form");
    }
    if (encodedLength(message, bytes) != bytes.length) {
      throw new MalformedMessage("bytes after the last field");
    }
    return message;
  }

  private static int typeOf(byte[] bytes) {
    int type = 0;
    for (int i = 0; i < 4; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      type = type << 4 | digit;
    }
    return type;
  }

  private static int encodedLength(IsoMessage message, byte[] bytes) {
    boolean secondBitmap = Character.digit(bytes[4], 16) >= 8;
    int length = secondBitmap ? 36 : 20;
    for (Map.Entry<Integer, Form> entry : FORMS.entrySet()) {
      var value = message.getField(entry.getKey());
      if (value != null) {
        length += value.getLength() + lengthDigits(entry.getValue().type());
      }
    }
    return length;
  }

  private static int lengthDigits(IsoType type) {
    return switch (type) {
      case LLVAR -> 2;
      case LLLVAR -> 3;
      case LLLLVAR -> 4;
      default -> 0;
    };
  }

  private static Form form(int field) {
    Form form = FORMS.get(field);
    if (form == null) {
      throw new IllegalArgumentException("field " + field + " is not in this dialect");
    }
    return form;
  }

  private static Map<Integer, Form> forms() {
    Map<Integer, Form> forms = new LinkedHashMap<>();
    forms.put(CARD_NUMBER, new Form(IsoType.LLVAR, 0));
    forms.put(PROCESSING_CODE, new Form(IsoType.NUMERIC, 6));
    forms.put(AMOUNT, new Form(IsoType.NUMERIC, 12));
    forms.put(TRANSMITTED_AT, new Form(IsoType.NUMERIC, 10));
    forms.put(STAN, new Form(IsoType.NUMERIC, 6));
    forms.put(EXPIRY, new Form(IsoType.NUMERIC, 4));
    forms.put(RETRIEVAL_REFERENCE, new Form(IsoType.ALPHA, 12));
    forms.put(AUTHORIZATION_CODE, new Form(IsoType.ALPHA, 6));
    forms.put(RESPONSE_CODE, new Form(IsoType.ALPHA, 2));
    forms.put(TERMINAL, new Form(IsoType.ALPHA, 8));
    forms.put(MERCHANT, new Form(IsoType.ALPHA, 15));
    forms.put(CURRENCY, new Form(IsoType.NUMERIC, 3));
    forms.put(MERCHANT_REFERENCE, new Form(IsoType.LLLLVAR, 0));
    forms.put(TRANSACTION_ID, new Form(IsoType.LLLVAR, 0));
    forms.put(CVC, new Form(IsoType.LLLVAR, 0));
    forms.put(REFERENCE, new Form(IsoType.LLLVAR, 0));
    forms.put(NETWORK_CODE, new Form(IsoType.NUMERIC, 3));
    return forms;
  }

  private static MessageFactory<IsoMessage> factory() {
    MessageFactory<IsoMessage> factory = new MessageFactory<>();
    Map<Integer, FieldParseInfo> guide = new LinkedHashMap<>();
    FORMS.forEach(
        (field, form) ->
            guide.put(
                field, FieldParseInfo.getInstance(form.type(), form.length(), CHARSET, false)));
    for (int type : TYPES) {
      factory.setParseMap(type, guide);
    }
    factory.setCharacterEncoding(CHARSET);
    factory.freeze();
    return factory;
  }
}
