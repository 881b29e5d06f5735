package kassa.gateway.api;

import static kassa.gateway.api.OrderRequests.DEMO;
import static kassa.gateway.api.OrderRequests.FULL;
import static kassa.gateway.api.OrderRequests.KEYS;
import static kassa.gateway.api.OrderRequests.NOW;
import static kassa.gateway.api.OrderRequests.changed;
import static kassa.gateway.api.OrderRequests.full;
import static kassa.gateway.api.OrderRequests.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Year;
import java.util.List;
import kassa.gateway.api.OrderRequest.Accepted;
import kassa.gateway.api.OrderRequest.Refused;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.console.SampleOrder;
import kassa.gateway.http.Reply;
import kassa.gateway.order.Money;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.Placed;
import kassa.ring.Fact;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderRequestTest {
  @Test
  void aWholeBodyIsUnderstood() {
    Accepted accepted = accepted(FULL);

    Placed placed = accepted.placed();
    assertEquals(KEYS.orderId(DEMO, "/v1/orders", "key-1"), accepted.order());
    assertEquals(DEMO, placed.merchant());
    assertEquals("cart-1", placed.merchantReference());
    assertEquals(Money.of(1299, "SEK"), placed.amount());
    assertEquals(
        List.of(new Placed.Line("Socks", 2, 700, 1400), new Placed.Line("Voucher", 1, -101, -101)),
        placed.lines());
    assertEquals(Placed.Capture.AUTOMATIC, placed.capture());
    assertTrue(placed.acceptProvisional());
    assertEquals(new Placed.CardSummary("visa", "4242", 12, 2030), placed.card());
    assertTrue(placed.fingerprint().matches("[0-9a-f]{64}"));
    assertEquals("4242424242424242", accepted.card().number());
    assertEquals("123", accepted.card().cvc());
  }

  @Test
  void whatIsLeftOutHasDefaults() {
    Accepted accepted =
        accepted(
            """
            {"merchant_reference": "cart-1", "amount": {"value": 1, "currency": "JPY"},
             "payment_method": {"type": "card", "number": "4242424242424242",
                                "exp_month": 1, "exp_year": 2099}}
            """);

    assertEquals(List.of(), accepted.placed().lines());
    assertEquals(Placed.Capture.AUTOMATIC, accepted.placed().capture());
    assertTrue(accepted.placed().acceptProvisional());
    assertNull(accepted.card().cvc());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /merchant_reference                | -                      | required
          /merchant_reference                | 7                      | wrong_type
          /merchant_reference                | null                   | wrong_type
          /merchant_reference                | ""                     | invalid_value
          /merchant_reference                | " "                    | invalid_value
          /merchant_reference                | "a\\u0000b"            | invalid_characters
          /merchant_reference                | "a\\nb"                | invalid_characters
          /merchant_reference                | "a\\u2028b"            | invalid_characters
          /amount                            | -                      | required
          /amount                            | 1299                   | wrong_type
          /amount                            | []                     | wrong_type
          /amount/value                      | -                      | required
          /amount/value                      | "1299"                 | wrong_type
          /amount/value                      | 12.99                  | wrong_type
          /amount/value                      | 1299.0                 | wrong_type
          /amount/value                      | 1e3                    | wrong_type
          /amount/value                      | 1e999999999            | wrong_type
          /amount/value                      | true                   | wrong_type
          /amount/value                      | 0                      | out_of_range
          /amount/value                      | -1                     | out_of_range
          /amount/value                      | 1000000000000          | out_of_range
          /amount/value                      | 9223372036854775808    | out_of_range
          /amount/value                      | 18446744073709552915   | out_of_range
          /amount/value                      | -99999999999999999999  | out_of_range
          /amount/currency                   | -                      | required
          /amount/currency                   | 752                    | wrong_type
          /amount/currency                   | "sek"                  | invalid_value
          /amount/currency                   | "SEKK"                 | invalid_value
          /amount/currency                   | "SEK "                 | invalid_value
          /amount/currency                   | "ABC"                  | invalid_value
          /amount/currency                   | "XXX"                  | invalid_value
          /amount/currency                   | "XTS"                  | invalid_value
          /amount/currency                   | "XAU"                  | invalid_value
          /amount/currency                   | "DEM"                  | invalid_value
          /amount/currency                   | "CHE"                  | invalid_value
          /amount/scale                      | 2                      | unknown_field
          /order_lines                       | {}                     | wrong_type
          /order_lines                       | null                   | wrong_type
          /order_lines/0                     | -                      | sum_mismatch @ /order_lines
          /order_lines/0/name                | -                      | required
          /order_lines/0/name                | "a\\u0007"             | invalid_characters
          /order_lines/0/quantity            | -                      | required
          /order_lines/0/quantity            | 0                      | out_of_range
          /order_lines/0/quantity            | 1000001                | out_of_range
          /order_lines/0/quantity            | 0.5                    | wrong_type
          /order_lines/0/unit_price          | -                      | required
          /order_lines/0/unit_price          | 1000000000000          | out_of_range
          /order_lines/0/total               | 1399                   | sum_mismatch
          /order_lines/0/total               | "1400"                 | wrong_type
          /order_lines/0/vat                 | 25                     | unknown_field
          /capture                           | "later"                | invalid_value
          /capture                           | "AUTOMATIC"            | invalid_value
          /capture                           | false                  | wrong_type
          /accept_provisional                | "true"                 | wrong_type
          /accept_provisional                | null                   | wrong_type
          /customer                          | "Ada"                  | wrong_type
          /customer/email                    | "ada"                  | invalid_value
          /customer/email                    | "a\\u0000@example.com" | invalid_value
          /customer/name                     | ["Ada"]                | wrong_type
          /customer/phone                    | "0701234567"           | invalid_value
          /customer/national_id              | "1;drop"               | invalid_value
          /customer/shoe_size                | 44                     | unknown_field
          /payment_method                    | -                      | required
          /payment_method                    | "card"                 | wrong_type
          /payment_method/type               | -                      | required
          /payment_method/type               | "invoice"              | not_supported
          /payment_method/type               | "cash"                 | invalid_value
          /payment_method/token              | "tok_1"                | not_supported
          /payment_method/number             | -                      | required
          /payment_method/number             | 4242424242424242       | wrong_type
          /payment_method/number             | "4242 4242 4242 4242"  | invalid_value
          /payment_method/number             | "4242424242424241"     | invalid_value
          /payment_method/number             | "00000000000"          | invalid_value
          /payment_method/number             | "00000000000000000000" | invalid_value
          /payment_method/number             | "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"     | invalid_value
          /payment_method/exp_month          | -                      | required
          /payment_method/exp_month          | 0                      | out_of_range
          /payment_method/exp_month          | 13                     | out_of_range
          /payment_method/exp_month          | "12"                   | wrong_type
          /payment_method/exp_year           | 30                     | out_of_range
          /payment_method/exp_year           | 2100                   | out_of_range
          /payment_method/exp_year           | 2024                   | card_expired
          /payment_method/cvc                | 123                    | wrong_type
          /payment_method/cvc                | "12"                   | invalid_value
          /payment_method/cvc                | "12345"                | invalid_value
          /payment_method/holder             | "ADA"                  | unknown_field
          /metadata                          | {"a": {"b": 1}}        | unknown_field
          """)
  void aMistakeIsNamedWithItsPlace(String pointer, String value, String expected) {
    ObjectNode body =
        pointer.equals("/order_lines/0") ? firstLineRemoved() : changed(pointer, value);

    Refused refused = refused(body.toString());

    String[] codeAndPlace = expected.split(" @ ", -1);
    String place = codeAndPlace.length > 1 ? codeAndPlace[1] : pointer;
    assertEquals(
        List.of(place + " " + codeAndPlace[0]),
        refused.problem().mistakes().stream()
            .map(m -> m.pointer() + " " + m.code().wire())
            .toList());
    Reply reply = refused.problem().reply("req-1");
    assertEquals(422, reply.status());
    Contract.check("POST", "/v1/orders", reply);
  }

  private static ObjectNode firstLineRemoved() {
    ObjectNode body = full();
    ((ArrayNode) body.get("order_lines")).remove(0);
    return body;
  }

  @Test
  void halfACharacterIsRefused() {
    Refused escaped = refused(FULL.replace("cart-1", "a\\ud800"));
    byte[] raw = FULL.replace("cart-1", "a###").getBytes(StandardCharsets.ISO_8859_1);
    int at = FULL.indexOf("cart-1") + 1;
    raw[at] = (byte) 0xed; // the same half, in what would be its UTF-8
    raw[at + 1] = (byte) 0xa0;
    raw[at + 2] = (byte) 0x80;

    assertEquals(Mistake.Code.INVALID_CHARACTERS, escaped.problem().mistakes().get(0).code());
    assertInstanceOf(Refused.class, OrderRequest.read(DEMO, "key-1", raw, NOW, KEYS));
    accepted(FULL.replace("cart-1", "\\ud83e\\udde6 \ud83e\udde6"));
  }

  @Test
  void theConsolesSampleOrderIsAccepted() {
    accepted(SampleOrder.approved("cart-1", Year.of(2026)).json());
  }

  @Test
  void allMistakesAreToldAtOnce() {
    Refused refused =
        refused(
            """
            {"amount": {"value": -1, "currency": "sek", "vat": 1},
             "order_lines": [{"name": "Socks", "quantity": 0, "unit_price": 1.5}, 3],
             "capture": "never",
             "payment_method": {"type": "card", "number": "4242424242424241", "exp_month": 13}}
            """);

    assertEquals(
        """
        /merchant_reference required
        /amount/value out_of_range
        /amount/currency invalid_value
        /amount/vat unknown_field
        /order_lines/0/quantity out_of_range
        /order_lines/0/unit_price wrong_type
        /order_lines/1 wrong_type
        /capture invalid_value
        /payment_method/number invalid_value
        /payment_method/exp_month out_of_range
        /payment_method/exp_year required
        """,
        refused.problem().mistakes().stream()
            .map(m -> m.pointer() + " " + m.code().wire() + "\n")
            .reduce("", String::concat));
    assertEquals("merchant_reference", refused.problem().param());
  }

  @Test
  void aSmallBodyFullOfMistakesMakesNoLargeAnswer() {
    ObjectNode body = full();
    for (int i = 0; i < 5_000; i++) {
      body.put("f" + i, 1);
    }

    assertEquals(Mistakes.MOST, refused(body.toString()).problem().mistakes().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "nonsense",
        "{\"amount\": {\"value\": 1, \"value\": 2}}",
        "{} {}",
        "{}x",
        "{'a': 1}",
        "{\"a\": NaN}",
        "{\"a\": 01}",
        "{\"a\": 1,}",
        "{\"a\": \"\n\"}",
        "// comment\n{}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
      })
  void whatIsNotJsonIsMalformed(String body) {
    Refused refused = refused(body);

    assertEquals(ProblemCode.MALFORMED_JSON, refused.problem().code());
    Contract.check("POST", "/v1/orders", refused.problem().reply("req-1"));
  }

  @Test
  void anotherEncodingThanUtf8IsMalformed() {
    for (byte[] body :
        List.of(
            FULL.getBytes(StandardCharsets.UTF_16),
            FULL.getBytes(StandardCharsets.UTF_16LE),
            "{\"a\": \"\u00e5\"}".getBytes(StandardCharsets.ISO_8859_1))) {
      OrderRequest read = OrderRequest.read(DEMO, "key-1", body, NOW, KEYS);

      assertEquals(
          ProblemCode.MALFORMED_JSON, assertInstanceOf(Refused.class, read).problem().code());
    }
  }

  @Test
  void depthAndHugeNumbersDoNoHarm() {
    String deep = "{\"a\":".repeat(100_000);
    String huge = "{\"amount\": {\"value\": " + "9".repeat(50_000) + "}}";

    assertEquals(ProblemCode.MALFORMED_JSON, refused(deep).problem().code());
    assertEquals(ProblemCode.MALFORMED_JSON, refused(huge).problem().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "\"x\"", "null", "true"})
  void aValueThatIsNoObjectIsOneMistake(String body) {
    assertEquals(
        List.of(new Mistake("", Mistake.Code.WRONG_TYPE, "Must be an object.")),
        refused(body).problem().mistakes());
    Contract.check("POST", "/v1/orders", refused(body).problem().reply("req-1"));
  }

  @Test
  void limitsOfLengthAreExact() {
    assertAccepted(changed("/merchant_reference", "\"" + "å".repeat(64) + "\""));
    assertMistake(
        changed("/merchant_reference", "\"" + "å".repeat(65) + "\""),
        "/merchant_reference too_long");
    ObjectNode most = changed("/amount/value", "999999999999");
    most.remove("order_lines");
    assertAccepted(most);
    assertAccepted(changed("/order_lines/0/name", "\"" + "n".repeat(120) + "\""));
    assertMistake(
        changed("/order_lines/0/name", "\"" + "n".repeat(121) + "\""),
        "/order_lines/0/name too_long");
    assertAccepted(lines(100, 70));
    assertMistake(lines(100, 71), "/order_lines too_long");
    assertMistake(lines(101, 1), "/order_lines too_long");
  }

  @Test
  void theLargestOrderFitsOneFact() {
    ObjectNode body = lines(100, 70);
    for (var line : body.get("order_lines")) {
      ((ObjectNode) line).put("name", "\u20ac".repeat(70)); // three bytes each
    }
    body.put("merchant_reference", "\u20ac".repeat(64));

    Accepted accepted = accepted(body.toString());

    int length = OrderFactCodec.encode(new Opened(accepted.placed())).payload().length;
    assertTrue(length <= Fact.MAX_PAYLOAD, "payload of " + length);
  }

  @Test
  void sumsDoNotOverflow() {
    ObjectNode body = full();
    ArrayNode lines = body.putArray("order_lines");
    for (int i = 0; i < 100; i++) {
      ObjectNode line = lines.addObject();
      line.put("name", "Gold").put("quantity", 1_000_000).put("unit_price", 999_999_999_999L);
    }

    List<Mistake> mistakes = refused(body.toString()).problem().mistakes();

    assertEquals(100, mistakes.size());
    assertTrue(mistakes.stream().allMatch(m -> m.code() == Mistake.Code.OUT_OF_RANGE));
  }

  @Test
  void aCardIsRefusedOnlyWhenItExpiredLongAgo() {
    String body = changed("/payment_method/exp_year", "2026").toString();

    assertInstanceOf(Accepted.class, readAt("2026-12-31T23:59:59Z", body));
    // The first request may have been sent in December: its repeat must not be refused.
    assertInstanceOf(Accepted.class, readAt("2027-02-04T23:59:59Z", body));
    assertInstanceOf(Refused.class, readAt("2027-02-05T00:00:00Z", body));
  }

  private static OrderRequest readAt(String now, String body) {
    return OrderRequest.read(
        DEMO, "key-1", body.getBytes(StandardCharsets.UTF_8), Instant.parse(now), KEYS);
  }

  @Test
  void aTokenOrAnInvoiceIsNotAskedForACardNumberAsWell() {
    for (String method :
        List.of("{\"type\": \"invoice\"}", "{\"type\":\"card\",\"token\":\"t\"}")) {
      Refused refused = refused(changed("/payment_method", method).toString());

      assertEquals(1, refused.problem().mistakes().size(), method);
      assertEquals(Mistake.Code.NOT_SUPPORTED, refused.problem().mistakes().get(0).code());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4242424242424242, visa",
    "5555555555554444, mastercard",
    "2223003122003222, mastercard",
    "378282246310005, amex",
    "6011111111111117, unknown",
    "000000000000, unknown"
  })
  void theBrandIsToldByTheFirstDigits(String number, String brand) {
    Accepted accepted =
        accepted(changed("/payment_method/number", "\"" + number + "\"").toString());

    assertEquals(brand, accepted.placed().card().brand());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "absent",
      value = {
        "absent | IDEMPOTENCY_KEY_MISSING",
        "'' | IDEMPOTENCY_KEY_INVALID",
        "'schlüssel' | IDEMPOTENCY_KEY_INVALID",
        "'a\tb' | IDEMPOTENCY_KEY_INVALID"
      })
  void aMoneyCallNeedsAUsableKey(@Nullable String key, ProblemCode code) {
    OrderRequest read =
        OrderRequest.read(DEMO, key, FULL.getBytes(StandardCharsets.UTF_8), NOW, KEYS);

    Problem problem = assertInstanceOf(Refused.class, read).problem();
    assertEquals(code, problem.code());
    assertEquals("Idempotency-Key", problem.param());
    Contract.check("POST", "/v1/orders", problem.reply("req-1"));
  }

  @Test
  void aKeyMayBeLongAndNotLonger() {
    byte[] body = FULL.getBytes(StandardCharsets.UTF_8);

    assertInstanceOf(
        Accepted.class, OrderRequest.read(DEMO, "~ ".repeat(127) + "!", body, NOW, KEYS));
    assertInstanceOf(Refused.class, OrderRequest.read(DEMO, "k".repeat(256), body, NOW, KEYS));
  }

  @Test
  void neitherCardNumberNorCodeIsInAnythingThatIsWritten() {
    String number = "4000056655665556";
    String code = "9173";
    ObjectNode body = changed("/payment_method/number", "\"" + number + "\"");
    ((ObjectNode) body.get("payment_method")).put("cvc", code);

    Accepted accepted = accepted(body.toString());

    assertNothingOf(number, code, accepted.toString());
    assertNothingOf(number, code, accepted.card().toString());
    assertNothingOf(
        number,
        code,
        new String(
            OrderFactCodec.encode(new Opened(accepted.placed())).payload(),
            StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"payment_method\": {\"number\": \"NUMBER1\", \"cvc\": \"CODEx\"}}",
        "{\"payment_method\": {\"number\": NUMBER, \"cvc\": CODE}}",
        "{\"payment_method\": {\"NUMBER\": \"number\", \"CODE\": \"cvc\"}}",
        "{\"payment_method\": {\"type\": \"NUMBER\", \"exp_year\": CODE, \"token\": \"NUMBER\"}}",
        "{\"NUMBER\": 1, \"NUMBER\": 2}",
        "{\"payment_method\": {\"number\": \"NUMBER",
        "{\"capture\": \"NUMBER\", \"merchant_reference\": \"NUMBER\\u0000CODE\"}",
        "{\"a\": NUMBERx, \"CODE\"}",
        "NUMBERCODE",
        "{\"amount\": {\"value\": NUMBER, \"currency\": \"CODE\"}}",
        "{\"order_lines\": [{\"name\": \"NUMBER\", \"quantity\": NUMBER, \"CODE\": 1}]}",
        "{\"number NUMBER cvc CODE\": true}"
      })
  void aRefusalNeverQuotesWhatWasSent(String template) {
    String number = "4000056655665556";
    String code = "9173";

    Problem problem = refused(template.replace("NUMBER", number).replace("CODE", code)).problem();

    assertNothingOf(number, code, problem.toString());
    assertNothingOf(number, code, Contract.text(problem.reply("req-1")));
    Contract.check("POST", "/v1/orders", problem.reply("req-1"));
  }

  private static void assertNothingOf(String number, String code, String text) {
    assertFalse(text.contains(number), text);
    assertFalse(text.contains(number.substring(0, 8)), text);
    assertFalse(text.contains(code), text);
  }

  @Test
  void aBodyThatIsAcceptedIsAllowedByTheContract() {
    assertTrue(Contract.allowsRequest(FULL));
    for (String pointer : List.of("/order_lines", "/capture", "/accept_provisional", "/customer")) {
      String body = changed(pointer, "-").toString();
      accepted(body);
      assertTrue(Contract.allowsRequest(body), pointer);
    }
    for (String pointer :
        List.of("/merchant_reference", "/amount", "/payment_method", "/amount/currency")) {
      String body = changed(pointer, "-").toString();
      refused(body);
      assertFalse(Contract.allowsRequest(body), pointer);
    }
  }

  private static ObjectNode lines(int count, int nameLength) {
    ObjectNode body = full();
    ArrayNode lines = body.putArray("order_lines");
    for (int i = 0; i < count; i++) {
      ObjectNode line = lines.addObject().put("name", "n".repeat(nameLength));
      // Pairs that cancel out, as large as may be, and what is left in the last.
      boolean last = i == count - 1;
      line.put("quantity", 1);
      line.put(
          "unit_price",
          last ? lastPrice(count) : i % 2 == 0 ? 999_999_999_999L : -999_999_999_999L);
    }
    return body;
  }

  private static long lastPrice(int count) {
    return count % 2 == 1 ? 1299 : 1299 - 999_999_999_999L;
  }

  private static void assertAccepted(ObjectNode body) {
    accepted(body.toString());
  }

  private static void assertMistake(ObjectNode body, String expected) {
    assertEquals(
        List.of(expected),
        refused(body.toString()).problem().mistakes().stream()
            .map(m -> m.pointer() + " " + m.code().wire())
            .toList());
  }

  private static Accepted accepted(String body) {
    OrderRequest read = read(body);
    return assertInstanceOf(Accepted.class, read, () -> body + ": " + read);
  }

  private static Refused refused(String body) {
    return assertInstanceOf(Refused.class, read(body), body);
  }
}
