package kassa.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderKeys;

/** Requests to test with. */
final class OrderRequests {
  static final MerchantId DEMO = new MerchantId("demo");
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final OrderKeys KEYS = new OrderKeys(new byte[OrderKeys.MIN_SECRET]);

  static final String FULL =
      """
      {
        "merchant_reference": "cart-1",
        "amount": {"value": 1299, "currency": "SEK"},
        "order_lines": [
          {"name": "Socks", "quantity": 2, "unit_price": 700, "total": 1400},
          {"name": "Voucher", "quantity": 1, "unit_price": -101, "total": -101}
        ],
        "capture": "automatic",
        "accept_provisional": true,
        "customer": {
          "email": "ada@example.com",
          "name": "Ada Lovelace",
          "phone": "+46701234567",
          "national_id": "19900101-0017"
        },
        "payment_method": {
          "type": "card",
          "number": "4242424242424242",
          "exp_month": 12,
          "exp_year": 2030,
          "cvc": "123"
        }
      }
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private OrderRequests() {}

  static OrderRequest read(String body) {
    return OrderRequest.read(DEMO, "key-1", body.getBytes(StandardCharsets.UTF_8), NOW, KEYS);
  }

  static ObjectNode full() {
    return (ObjectNode) json(FULL);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The full body with one place changed.
   *
   * @param pointer of a field; its object must be there
   * @param value JSON; {@code -} takes the field away
   */
  static ObjectNode changed(String pointer, String value) {
    ObjectNode body = full();
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = body.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1);
    if (value.equals("-")) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, json(value));
    }
    return body;
  }
}
