package kassa.gateway.order;

import java.util.List;

/**
 * What a merchant asked for, as it is stored: everything but the card and the customer. Personal
 * data wait for the vault; until then they count in the fingerprint only.
 *
 * @param merchant who sells
 * @param merchantReference the merchant's own order number
 * @param amount more than zero
 * @param lines may be empty; otherwise their totals add up to the amount
 * @param capture whether the money is taken at once
 * @param acceptProvisional whether an approval without the acquirer would do
 * @param card what may be shown of the card
 * @param fingerprint keyed hash of the canonical body, 64 hexadecimal digits: the same key with
 *     another fingerprint is another order's body (rule M15)
 */
public record Placed(
    MerchantId merchant,
    String merchantReference,
    Money amount,
    List<Line> lines,
    Capture capture,
    boolean acceptProvisional,
    CardSummary card,
    String fingerprint) {
  public Placed {
    lines = List.copyOf(lines);
  }

  /** When the money is taken. */
  public enum Capture {
    AUTOMATIC,
    MANUAL
  }

  /**
   * One line of an order.
   *
   * @param quantity 1 to 1,000,000
   * @param unitPrice in the smallest unit of the order's currency; may be negative for a discount
   * @param total quantity × unit price
   */
  public record Line(String name, long quantity, long unitPrice, long total) {}

  /**
   * What card schemes allow to be shown.
   *
   * @param brand visa, mastercard, amex or unknown
   * @param lastFour digits
   */
  public record CardSummary(String brand, String lastFour, int expiryMonth, int expiryYear) {}
}
