package kassa.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import kassa.gateway.order.Conflict;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderStatus;
import kassa.gateway.order.Placed;
import kassa.ring.Dot;
import kassa.ring.Replicas;
import org.jspecify.annotations.Nullable;

/** An order as merchants see it. */
public final class OrderJson {
  private final Order order;
  private final Placed placed;
  private final Replicas replicas;

  private OrderJson(Order order, Placed placed, Replicas replicas) {
    this.order = order;
    this.placed = placed;
    this.replicas = replicas;
  }

  /**
   * @param order one of which a body stands
   * @param replicas of a checkout: the places that have stored what is told; of a read: those that
   *     answered, none of them hinted, with R as what is required
   */
  public static byte[] bytes(Order order, Replicas replicas) {
    Placed placed = order.placed().orElseThrow();
    return JsonText.object(new OrderJson(order, placed, replicas)::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("id", order.id().value());
    json.writeStringField("status", order.status().wire());
    json.writeStringField("merchant_reference", placed.merchantReference());
    JsonText.money(json, "amount", placed.amount());
    JsonText.money(json, "authorized_amount", order.authorizedAmount());
    JsonText.money(json, "captured_amount", order.capturedAmount());
    JsonText.money(json, "refunded_amount", order.refundedAmount());
    lines(json, placed);
    json.writeStringField("capture", placed.capture().name().toLowerCase(Locale.ROOT));
    paymentMethod(json, placed);
    assurance(json);
    json.writeArrayFieldStart("allowed_actions");
    for (OrderStatus.Action action : order.allowedActions()) {
      json.writeString(action.wire());
    }
    json.writeEndArray();
    conflicts(json);
    JsonText.text(json, "decline_code", order.declineCode().orElse(null));
    json.writeStringField("version", order.version().toString());
    JsonText.time(json, "created_at", Instant.ofEpochMilli(order.createdAt()));
    JsonText.time(json, "updated_at", Instant.ofEpochMilli(order.updatedAt()));
  }

  static void lines(JsonGenerator json, Placed placed) throws IOException {
    json.writeArrayFieldStart("order_lines");
    for (Placed.Line line : placed.lines()) {
      json.writeStartObject();
      json.writeStringField("name", line.name());
      json.writeNumberField("quantity", line.quantity());
      json.writeNumberField("unit_price", line.unitPrice());
      json.writeNumberField("total", line.total());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void paymentMethod(JsonGenerator json, Placed placed) throws IOException {
    json.writeObjectFieldStart("payment_method");
    json.writeStringField("type", "card");
    json.writeStringField("brand", placed.card().brand());
    json.writeStringField("last_four", placed.card().lastFour());
    json.writeNumberField("exp_month", placed.card().expiryMonth());
    json.writeNumberField("exp_year", placed.card().expiryYear());
    json.writeEndObject();
  }

  /**
   * How firm the decision is. While there is none, processing or failed, level and basis are null:
   * "provisional" would say that the order was approved under degradation, and a merchant who
   * accepts that would ship.
   */
  private void assurance(JsonGenerator json) throws IOException {
    boolean decided = order.hasOutcome();
    json.writeObjectFieldStart("assurance");
    JsonText.text(json, "level", decided ? "confirmed" : null);
    JsonText.text(json, "basis", decided ? basis() : null);
    JsonText.text(json, "confirm_by", null); // only provisional orders have one
    json.writeObjectFieldStart("replicas");
    json.writeNumberField("required", replicas.required());
    json.writeNumberField("acked", replicas.acked());
    json.writeNumberField("of", replicas.of());
    json.writeNumberField("hinted", replicas.hinted());
    json.writeBooleanField("archive", replicas.archive());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** A decline holds against an approval, and only an acquirer declines. */
  private @Nullable String basis() {
    return order.status() == OrderStatus.DECLINED
        ? "acquirer"
        : order.keeper().map(Approved::basis).orElse(null);
  }

  private void conflicts(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("conflicts");
    for (Conflict conflict : order.conflicts()) {
      json.writeStartObject();
      json.writeStringField("kind", conflict.kind().wire());
      json.writeStringField("resolution", conflict.kind().resolution());
      json.writeArrayFieldStart("facts");
      for (Dot dot : conflict.facts()) {
        json.writeString(dot.toString());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
