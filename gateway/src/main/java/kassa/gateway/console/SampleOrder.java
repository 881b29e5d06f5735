package kassa.gateway.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Year;

/**
 * A checkout as a merchant would send it, for trying out: one sandbox card, one amount.
 *
 * @param value in minor units
 * @param currency ISO 4217
 * @param card a sandbox card number
 * @param expiry any year to come
 */
public record SampleOrder(
    String reference, long value, String currency, String card, Year expiry, String capture) {
  /** The sandbox card that is approved. */
  public static final String APPROVED = "4242424242424242";

  public static SampleOrder approved(String reference, Year thisYear) {
    return new SampleOrder(reference, 12_900, "SEK", APPROVED, thisYear.plusYears(3), "automatic");
  }

  /** The request's body. */
  public String json() {
    ObjectNode order = new ObjectMapper().createObjectNode();
    order.put("merchant_reference", reference);
    order.putObject("amount").put("value", value).put("currency", currency);
    order
        .putObject("payment_method")
        .put("type", "card")
        .put("number", card)
        .put("exp_month", 12)
        .put("exp_year", expiry.getValue())
        .put("cvc", "123");
    order.put("capture", capture);
    return order.toString();
  }

  /** Without the card, which belongs in no log. */
  @Override
  public String toString() {
    return "sample order " + reference;
  }
}
