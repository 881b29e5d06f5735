package kassa.gateway.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import kassa.gateway.order.Money;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.Declined;
import kassa.gateway.order.OrderFact.Intent;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.Placed;

/** Facts to JSON, in one fixed order of fields. */
final class OrderFactWriter {
  private final JsonGenerator json;

  private OrderFactWriter(JsonGenerator json) {
    this.json = json;
  }

  static byte[] payload(JsonFactory factory, OrderFact fact) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      json.writeStartObject();
      new OrderFactWriter(json).write(fact);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private void write(OrderFact fact) throws IOException {
    if (fact instanceof Opened opened) {
      placed(opened.placed());
    } else if (fact instanceof Withdrawn withdrawn) {
      json.writeStringField("placed", withdrawn.placed().toString());
    } else if (fact instanceof Intent intent) {
      intent(intent);
    } else if (fact instanceof NotSent notSent) {
      json.writeStringField("intent", notSent.intent().toString());
      json.writeStringField("why", notSent.why());
    } else if (fact instanceof Approved approved) {
      approved(approved);
    } else if (fact instanceof Declined declined) {
      json.writeNumberField("attempt", declined.attempt());
      json.writeStringField("fingerprint", declined.fingerprint());
      json.writeStringField("reference", declined.reference());
      json.writeStringField("decline_code", declined.declineCode());
    } else {
      throw new IllegalArgumentException("what is not known cannot be written: " + fact.kind());
    }
  }

  private void placed(Placed placed) throws IOException {
    json.writeStringField("merchant", placed.merchant().value());
    json.writeStringField("merchant_reference", placed.merchantReference());
    money("amount", placed.amount());
    json.writeArrayFieldStart("lines");
    for (Placed.Line line : placed.lines()) {
      json.writeStartObject();
      json.writeStringField("name", line.name());
      json.writeNumberField("quantity", line.quantity());
      json.writeNumberField("unit_price", line.unitPrice());
      json.writeNumberField("total", line.total());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("capture", placed.capture().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("accept_provisional", placed.acceptProvisional());
    json.writeObjectFieldStart("card");
    json.writeStringField("brand", placed.card().brand());
    json.writeStringField("last_four", placed.card().lastFour());
    json.writeNumberField("exp_month", placed.card().expiryMonth());
    json.writeNumberField("exp_year", placed.card().expiryYear());
    json.writeEndObject();
    json.writeStringField("fingerprint", placed.fingerprint());
  }

  private void intent(Intent intent) throws IOException {
    json.writeNumberField("attempt", intent.attempt());
    json.writeStringField("fingerprint", intent.fingerprint());
    json.writeStringField("acquirer", intent.acquirer());
    json.writeStringField("reference", intent.reference());
    money("amount", intent.amount());
    json.writeBooleanField("capture", intent.capture());
    json.writeNumberField("stan", intent.stan());
    json.writeStringField("transmitted_at", intent.transmittedAt().toString());
    json.writeStringField("deadline", intent.deadline().toString());
  }

  private void approved(Approved approved) throws IOException {
    json.writeNumberField("attempt", approved.attempt());
    json.writeStringField("fingerprint", approved.fingerprint());
    json.writeStringField("acquirer", approved.acquirer());
    json.writeStringField("reference", approved.reference());
    json.writeStringField("transaction_id", approved.transactionId());
    json.writeStringField("authorization_code", approved.authorizationCode());
    json.writeBooleanField("captured", approved.captured());
    money("amount", approved.amount());
    json.writeStringField("basis", approved.basis());
  }

  private void money(String name, Money money) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("value", money.minor());
    json.writeStringField("currency", money.currency().getCurrencyCode());
    json.writeEndObject();
  }
}
