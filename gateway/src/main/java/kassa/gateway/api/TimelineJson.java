package kassa.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.Declined;
import kassa.gateway.order.OrderFact.Intent;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.Placed;
import kassa.gateway.order.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * Who knew what of an order, when, and on what basis: its facts in order of time, with what a
 * merchant may see of them. Fingerprints stay here: they are for telling bodies apart, and what is
 * not shown cannot be tried against.
 */
public final class TimelineJson {
  private TimelineJson() {}

  /** Also for an order of which no body stands. */
  public static byte[] bytes(Order order) {
    return JsonText.object(
        json -> {
          json.writeStringField("id", order.id().value());
          json.writeStringField("status", order.status().wire());
          json.writeStringField("version", order.version().toString());
          json.writeArrayFieldStart("facts");
          for (Recorded recorded : order.recorded()) {
            fact(json, recorded);
          }
          json.writeEndArray();
        });
  }

  private static void fact(JsonGenerator json, Recorded recorded) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", recorded.fact().kind());
    JsonText.time(json, "at", recorded.time());
    json.writeStringField("node", recorded.dot().actor().node().value());
    json.writeStringField("dot", recorded.dot().toString());
    JsonText.text(json, "basis", basis(recorded.fact()));
    json.writeObjectFieldStart("data");
    data(json, recorded.fact());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static @Nullable String basis(OrderFact fact) {
    if (fact instanceof Approved approved) {
      return approved.basis();
    }
    return fact instanceof Declined ? "acquirer" : null;
  }

  /** Of a fact that this version cannot read there is nothing to show but its kind. */
  private static void data(JsonGenerator json, OrderFact fact) throws IOException {
    if (fact instanceof Opened opened) {
      placed(json, opened.placed());
    } else if (fact instanceof Withdrawn withdrawn) {
      json.writeStringField("placed", withdrawn.placed().toString());
    } else if (fact instanceof Intent intent) {
      attempt(json, intent.attempt(), intent.reference());
      json.writeStringField("acquirer", intent.acquirer());
      JsonText.money(json, "amount", intent.amount());
      json.writeBooleanField("captures", intent.capture());
      JsonText.time(json, "deadline", intent.deadline());
    } else if (fact instanceof NotSent notSent) {
      json.writeStringField("intent", notSent.intent().toString());
      json.writeStringField("why", notSent.why());
    } else if (fact instanceof Approved approved) {
      attempt(json, approved.attempt(), approved.reference());
      json.writeStringField("acquirer", approved.acquirer());
      JsonText.money(json, "amount", approved.amount());
      json.writeBooleanField("captures", approved.captured());
      json.writeStringField("transaction_id", approved.transactionId());
      json.writeStringField("authorization_code", approved.authorizationCode());
    } else if (fact instanceof Declined declined) {
      attempt(json, declined.attempt(), declined.reference());
      json.writeStringField("decline_code", declined.declineCode());
    }
  }

  private static void placed(JsonGenerator json, Placed placed) throws IOException {
    json.writeStringField("merchant_reference", placed.merchantReference());
    JsonText.money(json, "amount", placed.amount());
    OrderJson.lines(json, placed);
    json.writeStringField("capture", placed.capture().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("accept_provisional", placed.acceptProvisional());
    OrderJson.paymentMethod(json, placed);
  }

  private static void attempt(JsonGenerator json, int number, String reference) throws IOException {
    json.writeNumberField("attempt", number);
    json.writeStringField("reference", reference);
  }
}
