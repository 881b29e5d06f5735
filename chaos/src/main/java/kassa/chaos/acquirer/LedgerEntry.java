package kassa.chaos.acquirer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/**
 * One line of the acquirer's ledger, which is the truth about money.
 *
 * @param transactionId the acquirer's own, also of a decline
 * @param code field 39 of the answer
 * @param minor in the currency's smallest unit
 * @param currency three letters of ISO 4217
 * @param cardLast4 all that is ever kept of a card
 */
public record LedgerEntry(
    Instant at,
    String reference,
    String merchant,
    String merchantReference,
    String transactionId,
    Effect effect,
    String code,
    long minor,
    String currency,
    String cardLast4) {

  /** What happened to the money. */
  public enum Effect {
    AUTHORIZED,
    CAPTURED,
    DECLINED;

    /** Whether it holds or moves the customer's money. */
    public boolean charges() {
      return this != DECLINED;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Without the line's end. */
  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("at", at.toString());
    json.put("reference", reference);
    json.put("merchant", merchant);
    json.put("merchant_reference", merchantReference);
    json.put("transaction_id", transactionId);
    json.put("effect", effect.name().toLowerCase(Locale.ROOT));
    json.put("code", code);
    json.put("minor", minor);
    json.put("currency", currency);
    json.put("card_last4", cardLast4);
    return json.toString();
  }

  /**
   * @throws IllegalArgumentException when the line is not one of a ledger
   */
  public static LedgerEntry ofJson(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return new LedgerEntry(
          Instant.parse(text(json, "at")),
          text(json, "reference"),
          text(json, "merchant"),
          text(json, "merchant_reference"),
          text(json, "transaction_id"),
          Effect.valueOf(text(json, "effect").toUpperCase(Locale.ROOT)),
          text(json, "code"),
          json.path("minor").asLong(-1),
          text(json, "currency"),
          text(json, "card_last4"));
    } catch (JsonProcessingException | DateTimeException e) {
      throw new IllegalArgumentException("not a line of a ledger", e);
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("not a line of a ledger: no " + field);
    }
    return value.textValue();
  }
}
