package kassa.gateway.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.Money;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.Declined;
import kassa.gateway.order.OrderFact.Intent;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Unrecognized;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.Placed;
import kassa.ring.Dot;

/** JSON to facts. Throws some {@link RuntimeException} for what is missing or of a wrong type. */
final class OrderFactReader {
  private final JsonNode json;

  private OrderFactReader(JsonNode json) {
    this.json = json;
  }

  static OrderFact read(String kind, JsonNode json) {
    OrderFactReader reader = new OrderFactReader(json);
    return switch (kind) {
      case Opened.KIND -> new Opened(reader.placed());
      case Withdrawn.KIND -> new Withdrawn(reader.dot("placed"));
      case Intent.KIND -> reader.intent();
      case NotSent.KIND -> new NotSent(reader.dot("intent"), reader.text("why"));
      case Approved.KIND -> reader.approved();
      case Declined.KIND ->
          new Declined(
              reader.number("attempt"),
              reader.text("fingerprint"),
              reader.text("reference"),
              reader.text("decline_code"));
      default -> new Unrecognized(kind);
    };
  }

  private Placed placed() {
    List<Placed.Line> lines = new ArrayList<>();
    for (JsonNode node : json.required("lines")) {
      OrderFactReader line = new OrderFactReader(node);
      lines.add(
          new Placed.Line(
              line.text("name"),
              line.longNumber("quantity"),
              line.longNumber("unit_price"),
              line.longNumber("total")));
    }
    OrderFactReader card = new OrderFactReader(json.required("card"));
    return new Placed(
        new MerchantId(text("merchant")),
        text("merchant_reference"),
        money("amount"),
        lines,
        Placed.Capture.valueOf(text("capture").toUpperCase(Locale.ROOT)),
        flag("accept_provisional"),
        new Placed.CardSummary(
            card.text("brand"),
            card.text("last_four"),
            card.number("exp_month"),
            card.number("exp_year")),
        text("fingerprint"));
  }

  private Intent intent() {
    return new Intent(
        number("attempt"),
        text("fingerprint"),
        text("acquirer"),
        text("reference"),
        money("amount"),
        flag("capture"),
        number("stan"),
        Instant.parse(text("transmitted_at")),
        Instant.parse(text("deadline")));
  }

  private Approved approved() {
    return new Approved(
        number("attempt"),
        text("fingerprint"),
        text("acquirer"),
        text("reference"),
        text("transaction_id"),
        text("authorization_code"),
        flag("captured"),
        money("amount"),
        text("basis"));
  }

  private Dot dot(String field) {
    return Dot.parse(text(field));
  }

  private Money money(String field) {
    OrderFactReader money = new OrderFactReader(json.required(field));
    return Money.of(money.longNumber("value"), money.text("currency"));
  }

  private String text(String field) {
    JsonNode value = json.required(field);
    return checked(value, value.isTextual()).textValue();
  }

  private boolean flag(String field) {
    JsonNode value = json.required(field);
    return checked(value, value.isBoolean()).booleanValue();
  }

  private int number(String field) {
    return Math.toIntExact(longNumber(field));
  }

  private long longNumber(String field) {
    JsonNode value = json.required(field);
    return checked(value, value.isIntegralNumber() && value.canConvertToLong()).longValue();
  }

  private static JsonNode checked(JsonNode value, boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("a " + value.getNodeType() + " does not fit");
    }
    return value;
  }
}
