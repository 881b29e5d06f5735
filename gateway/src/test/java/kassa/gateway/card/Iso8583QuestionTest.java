package kassa.gateway.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.solab.iso8583.IsoMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import kassa.gateway.order.Money;
import org.junit.jupiter.api.Test;

/**
 * Golden bytes: an acquirer out there reads these, so a change here is a change of the contract.
 */
class Iso8583QuestionTest {
  private static final CardDetails CARD = new CardDetails("4242424242424242", 2031, 7, "123");

  @Test
  void automaticCaptureIsOnePurchaseMessage() {
    assertEquals(
        "0200"
            + "7224000008C0802A"
            + "16"
            + "4242424242424242"
            + "000000"
            + "000000012300"
            + "0304050607"
            + "000042"
            + "3107"
            + "C4E458L6CKXR"
            + "KASSAWEB"
            + "shop-1         "
            + "752"
            + "0010"
            + "order-4711"
            + "003"
            + "123"
            + "032"
            + "00112233445566778899aabbccddeeff",
        text(question(true, "order-4711", Iso8583Question.Kind.FIRST).message(CARD)));
  }

  @Test
  void manualCaptureIsAnAuthorizationMessage() {
    String text = text(question(false, "order-4711", Iso8583Question.Kind.FIRST).message(CARD));

    assertEquals("0100", text.substring(0, 4));
  }

  @Test
  void aRepeatDiffersInItsTypeOnly() {
    String first = text(question(true, "order-4711", Iso8583Question.Kind.FIRST).message(CARD));
    String repeat = text(question(true, "order-4711", Iso8583Question.Kind.REPEAT).message(CARD));

    assertEquals("0201" + first.substring(4), repeat);
  }

  @Test
  void anInquiryHasNoCard() {
    assertEquals(
        "0600"
            + "1220000008408002"
            + "000000012300"
            + "0304050607"
            + "000042"
            + "C4E458L6CKXR"
            + "shop-1         "
            + "752"
            + "032"
            + "00112233445566778899aabbccddeeff",
        text(question(true, "order-4711", Iso8583Question.Kind.INQUIRY).message()));
  }

  @Test
  void anEchoIsANetworkMessage() {
    assertEquals(
        "0800" + "82200000000000000400000000000000" + "0304050607" + "000007" + "301",
        text(Iso8583Question.echo(7, Instant.parse("2026-03-04T05:06:07Z"))));
  }

  @Test
  void aMerchantsReferenceOfAnyCharactersIsCarriedInAscii() throws MalformedMessage {
    IsoMessage message = question(true, "köp 1/ƒ", Iso8583Question.Kind.FIRST).message(CARD);

    IsoMessage read = Iso8583Dialect.parse(Iso8583Dialect.encode(message));

    assertEquals(
        "k%C3%B6p+1%2F%C6%92", Iso8583Dialect.text(read, Iso8583Dialect.MERCHANT_REFERENCE));
  }

  @Test
  void aCardWithoutCodeHasNoSuchField() {
    IsoMessage message =
        question(true, "a", Iso8583Question.Kind.FIRST)
            .message(new CardDetails("4242424242424242", 2031, 7, null));

    assertFalse(message.hasField(Iso8583Dialect.CVC));
  }

  private static Iso8583Question question(
      boolean capture, String merchantReference, Iso8583Question.Kind kind) {
    return new Iso8583Question(
        new Authorization(
            new Reference("00112233445566778899aabbccddeeff"),
            new Trace(42, Instant.parse("2026-03-04T05:06:07.890Z")),
            Money.of(12_300, "SEK"),
            capture,
            "shop-1",
            merchantReference),
        kind);
  }

  private static String text(IsoMessage message) {
    return new String(Iso8583Dialect.encode(message), StandardCharsets.US_ASCII);
  }
}
