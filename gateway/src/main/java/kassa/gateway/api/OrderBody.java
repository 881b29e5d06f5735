package kassa.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import kassa.gateway.api.Mistake.Code;
import kassa.gateway.card.CardDetails;
import kassa.gateway.order.Money;
import kassa.gateway.order.Placed.Capture;
import kassa.gateway.order.Placed.Line;

/** The body of {@code POST /v1/orders}, understood, with its defaults filled in. */
record OrderBody(
    String merchantReference,
    Money amount,
    List<Line> lines,
    Capture capture,
    boolean acceptProvisional,
    Customer customer,
    CardDetails card) {
  private static final int LONGEST_REFERENCE = 64;
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final String CURRENCY_MESSAGE =
      "Must be a currency of ISO 4217 in use, three upper-case letters.";

  OrderBody {
    lines = List.copyOf(lines);
  }

  /** Empty when something was noted. */
  static Optional<OrderBody> in(JsonNode json, Instant now, Mistakes mistakes) {
    return Fields.of("", json, mistakes).flatMap(fields -> in(fields, now, mistakes));
  }

  private static Optional<OrderBody> in(Fields fields, Instant now, Mistakes mistakes) {
    String reference = fields.text("merchant_reference", LONGEST_REFERENCE);
    Optional<Money> amount = fields.object("amount").flatMap(OrderBody::money);
    List<Line> lines = OrderLines.in(fields, mistakes);
    amount.ifPresent(total -> OrderLines.checkSum(fields, lines, total));
    Capture capture = fields.optionalChoice("capture", Capture.class, Capture.AUTOMATIC);
    boolean provisional = fields.optionalFlag("accept_provisional", true);
    Customer customer = fields.optionalObject("customer").map(Customer::in).orElse(Customer.NOBODY);
    Optional<CardDetails> card =
        fields.object("payment_method").flatMap(method -> CardEntry.in(method, now));
    fields.refuseOthers();
    return mistakes.isEmpty()
        ? Optional.of(
            new OrderBody(
                reference,
                amount.orElseThrow(),
                lines,
                capture,
                provisional,
                customer,
                card.orElseThrow()))
        : Optional.empty();
  }

  private static Optional<Money> money(Fields fields) {
    long value = fields.number("value", 1, Money.MAX_MINOR);
    String code = fields.text("currency", CURRENCY, CURRENCY_MESSAGE);
    Optional<Currency> currency = Tender.of(code);
    if (!code.isEmpty() && currency.isEmpty()) {
      fields.note("currency", Code.INVALID_VALUE, CURRENCY_MESSAGE);
    }
    fields.refuseOthers();
    return value > 0 ? currency.map(c -> new Money(value, c)) : Optional.empty();
  }

  /**
   * The one form of all bodies that mean the same: fixed order, defaults spelled out, without CVC,
   * which may not be kept even as a hash. Never change it: a key sent again after an upgrade would
   * then stand for another body.
   */
  byte[] canonical(String cardFingerprint) {
    return JsonText.object(json -> writeCanonical(json, cardFingerprint));
  }

  private void writeCanonical(JsonGenerator json, String cardFingerprint) throws IOException {
    json.writeStringField("merchant_reference", merchantReference);
    JsonText.money(json, "amount", amount);
    json.writeArrayFieldStart("order_lines");
    for (Line line : lines) {
      json.writeStartArray();
      json.writeString(line.name());
      json.writeNumber(line.quantity());
      json.writeNumber(line.unitPrice());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeStringField("capture", capture.name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("accept_provisional", acceptProvisional);
    json.writeStringField("email", customer.email());
    json.writeStringField("name", customer.name());
    json.writeStringField("phone", customer.phone());
    json.writeStringField("national_id", customer.nationalId());
    json.writeStringField("card", cardFingerprint);
    json.writeNumberField("exp_month", card.expiryMonth());
    json.writeNumberField("exp_year", card.expiryYear());
  }
}
