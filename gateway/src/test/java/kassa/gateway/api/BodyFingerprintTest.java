package kassa.gateway.api;

import static kassa.gateway.api.OrderRequests.FULL;
import static kassa.gateway.api.OrderRequests.KEYS;
import static kassa.gateway.api.OrderRequests.NOW;
import static kassa.gateway.api.OrderRequests.changed;
import static kassa.gateway.api.OrderRequests.full;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import kassa.gateway.api.OrderRequest.Accepted;
import kassa.gateway.order.MerchantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyFingerprintTest {
  @Test
  void orderOfFieldsSpacesAndEscapesDoNotMatter() {
    String expected = fingerprint(FULL);
    for (long seed = 0; seed < 300; seed++) {
      String body = written(full(), new Random(seed));

      assertEquals(expected, fingerprint(body), "seed " + seed + ": " + body);
    }
  }

  @Test
  void defaultsSpelledOutAreTheSameAsLeftOut() {
    String expected = fingerprint(FULL);
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      ObjectNode body = full();
      for (String name : List.of("capture", "accept_provisional")) {
        if (random.nextBoolean()) {
          body.remove(name);
        }
      }
      for (JsonNode line : body.get("order_lines")) {
        if (random.nextBoolean()) {
          ((ObjectNode) line).remove("total");
        }
      }

      assertEquals(expected, fingerprint(written(body, random)), "seed " + seed + ": " + body);
    }
    assertEquals(
        fingerprint(changed("/customer", "{}").toString()),
        fingerprint(changed("/customer", "-").toString()));
    assertEquals(
        fingerprint(changed("/order_lines", "[]").toString()),
        fingerprint(changed("/order_lines", "-").toString()));
  }

  @Test
  void theCodeOnTheBackOfTheCardDoesNotCount() {
    assertEquals(
        fingerprint(FULL), fingerprint(changed("/payment_method/cvc", "\"999\"").toString()));
    assertEquals(fingerprint(FULL), fingerprint(changed("/payment_method/cvc", "-").toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /merchant_reference       | "cart-2"
          /merchant_reference       | "Cart-1"
          /amount/currency          | "EUR"
          /order_lines              | -
          /order_lines/0/name       | "Socken"
          /capture                  | "manual"
          /accept_provisional       | false
          /customer                 | -
          /customer/email           | "eve@example.com"
          /customer/name            | "Eve"
          /customer/phone           | "+46701234568"
          /customer/national_id     | "19900101-0018"
          /payment_method/number    | "5555555555554444"
          /payment_method/exp_month | 11
          /payment_method/exp_year  | 2031
          """)
  void whateverElseIsChangedIsAnotherBody(String pointer, String value) {
    assertNotEquals(fingerprint(FULL), fingerprint(changed(pointer, value).toString()));
  }

  @Test
  void noTwoDifferentBodiesAreAlike() {
    Map<String, String> bodies = new HashMap<>();
    for (long seed = 0; seed < 500; seed++) {
      ObjectNode body = random(new Random(seed));
      String other = bodies.putIfAbsent(fingerprint(body.toString()), body.toString());

      assertTrue(other == null || other.equals(body.toString()), other + " and " + body);
    }
    assertTrue(bodies.size() > 300, "only " + bodies.size());
  }

  /** Parts that would run together if they were merely joined. */
  private static ObjectNode random(Random random) {
    List<String> texts = List.of("a", "a\",\"b", "a,1", "b", "ab", "\\", "a\\");
    ObjectNode body = full();
    body.put("merchant_reference", texts.get(random.nextInt(texts.size())));
    body.remove("customer");
    if (random.nextBoolean()) {
      body.putObject("customer").put("name", texts.get(random.nextInt(texts.size())));
    }
    var lines = body.putArray("order_lines");
    long sum = 0;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      long price = 1L + random.nextInt(2);
      long quantity = 1L + random.nextInt(2);
      lines
          .addObject()
          .put("name", texts.get(random.nextInt(texts.size())))
          .put("quantity", quantity)
          .put("unit_price", price);
      sum += price * quantity;
    }
    ((ObjectNode) body.get("amount")).put("value", sum);
    return body;
  }

  @Test
  void anotherMerchantsSameBodyIsAnother() {
    OrderRequest other =
        OrderRequest.read(
            new MerchantId("other"), "key-1", FULL.getBytes(StandardCharsets.UTF_8), NOW, KEYS);

    assertNotEquals(
        fingerprint(FULL), assertInstanceOf(Accepted.class, other).placed().fingerprint());
  }

  /**
   * Keys live for weeks: a release that changes this makes every one of them stand for another
   * body.
   */
  @Test
  void theCanonicalFormStaysAsItIs() {
    assertEquals(
        "3f07306c2de95dad8690f1a7c268eecee0bda2aff0f091b4f09cfb48b7ae131f", fingerprint(FULL));
  }

  private static String fingerprint(String body) {
    return assertInstanceOf(Accepted.class, OrderRequests.read(body), body).placed().fingerprint();
  }

  /** The same JSON, its fields in another order, with other spaces and other escapes. */
  private static String written(JsonNode node, Random random) {
    if (node.isObject()) {
      List<String> fields = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        fields.add(
            text(field.getKey(), random)
                + space(random)
                + ":"
                + space(random)
                + written(field.getValue(), random));
      }
      Collections.shuffle(fields, random);
      return "{" + space(random) + String.join(space(random) + ",", fields) + space(random) + "}";
    }
    if (node.isArray()) {
      List<String> elements = new ArrayList<>();
      node.forEach(element -> elements.add(written(element, random)));
      return "[" + String.join("," + space(random), elements) + "]";
    }
    return node.isTextual() ? text(node.textValue(), random) : node.toString();
  }

  private static String text(String text, Random random) {
    return text.chars()
        .mapToObj(c -> random.nextInt(8) == 0 ? "\\u%04x".formatted(c) : String.valueOf((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String space(Random random) {
    return List.of("", " ", "\n", "\t  ").get(random.nextInt(4));
  }
}
