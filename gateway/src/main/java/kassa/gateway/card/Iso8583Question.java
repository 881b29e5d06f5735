package kassa.gateway.card;

import static kassa.gateway.card.Iso8583Dialect.set;

import com.solab.iso8583.IsoMessage;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What is asked with one message, and what its answer must echo. The card is in the message only.
 */
record Iso8583Question(Authorization authorization, Kind kind) {
  enum Kind {
    FIRST,
    REPEAT,
    INQUIRY
  }

  private static final String ONLINE_SHOP = "KASSAWEB";
  private static final int MERCHANT_REFERENCE_CODE_POINTS = 255;
  private static final BigInteger RETRIEVAL_REFERENCES = BigInteger.valueOf(36).pow(12);
  private static final DateTimeFormatter MONTH_TO_SECOND =
      DateTimeFormatter.ofPattern("MMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The type of the message that answers; first message and repeat are answered alike. */
  int answerType() {
    if (kind == Kind.INQUIRY) {
      return Iso8583Dialect.INQUIRY_ANSWER;
    }
    return authorization.capture()
        ? Iso8583Dialect.PURCHASE_ANSWER
        : Iso8583Dialect.AUTHORIZATION_ANSWER;
  }

  private int type() {
    if (kind == Kind.INQUIRY) {
      return Iso8583Dialect.INQUIRY;
    }
    int first = authorization.capture() ? Iso8583Dialect.PURCHASE : Iso8583Dialect.AUTHORIZATION;
    return kind == Kind.REPEAT ? first + 1 : first;
  }

  /** An inquiry. */
  IsoMessage message() {
    IsoMessage message = Iso8583Dialect.message(type());
    set(message, Iso8583Dialect.AMOUNT, amount());
    set(message, Iso8583Dialect.TRANSMITTED_AT, time(authorization.trace().transmittedAt()));
    set(message, Iso8583Dialect.STAN, Integer.toString(authorization.trace().stan()));
    set(message, Iso8583Dialect.RETRIEVAL_REFERENCE, retrievalReference());
    set(message, Iso8583Dialect.MERCHANT, authorization.merchant());
    set(message, Iso8583Dialect.CURRENCY, currency());
    set(message, Iso8583Dialect.REFERENCE, authorization.reference().value());
    return message;
  }

  /** A request for money, or its repeat. */
  IsoMessage message(CardDetails card) {
    IsoMessage message = message();
    set(message, Iso8583Dialect.CARD_NUMBER, card.number());
    set(message, Iso8583Dialect.PROCESSING_CODE, "000000");
    set(message, Iso8583Dialect.EXPIRY, expiry(card));
    set(message, Iso8583Dialect.TERMINAL, ONLINE_SHOP);
    set(message, Iso8583Dialect.MERCHANT_REFERENCE, merchantReference());
    if (card.cvc() != null) {
      set(message, Iso8583Dialect.CVC, card.cvc());
    }
    return message;
  }

  static IsoMessage echo(int stan, Instant at) {
    IsoMessage message = Iso8583Dialect.message(Iso8583Dialect.ECHO);
    set(message, Iso8583Dialect.TRANSMITTED_AT, time(at));
    set(message, Iso8583Dialect.STAN, Integer.toString(stan));
    set(message, Iso8583Dialect.NETWORK_CODE, Iso8583Dialect.ECHO_TEST);
    return message;
  }

  /** Field 4, twelve digits. */
  String amount() {
    String digits = Long.toString(authorization.amount().minor());
    return "0".repeat(12 - digits.length()) + digits;
  }

  /** Field 49, three digits. */
  String currency() {
    return authorization.amount().currency().getNumericCodeAsString();
  }

  private String retrievalReference() {
    BigInteger number = new BigInteger(authorization.reference().value(), 16);
    String text = number.mod(RETRIEVAL_REFERENCES).toString(36).toUpperCase(Locale.ROOT);
    return "0".repeat(12 - text.length()) + text;
  }

  /**
   * Merchants write any characters, the wire has ASCII only, and j8583 counts characters where the
   * wire has bytes: so the text travels form-encoded, which "shop_4711" survives unchanged.
   */
  private String merchantReference() {
    String text = authorization.merchantReference();
    int points = text.codePointCount(0, text.length());
    String kept =
        points <= MERCHANT_REFERENCE_CODE_POINTS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, MERCHANT_REFERENCE_CODE_POINTS));
    return URLEncoder.encode(kept, StandardCharsets.UTF_8);
  }

  private static String expiry(CardDetails card) {
    int yearAndMonth = card.expiryYear() % 100 * 100 + card.expiryMonth();
    String digits = Integer.toString(yearAndMonth);
    return "0".repeat(4 - digits.length()) + digits;
  }

  private static String time(Instant at) {
    return MONTH_TO_SECOND.format(at);
  }
}
