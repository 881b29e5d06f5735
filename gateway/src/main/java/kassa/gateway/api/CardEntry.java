package kassa.gateway.api;

import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import kassa.gateway.api.Mistake.Code;
import kassa.gateway.card.CardDetails;
import kassa.gateway.order.Placed.CardSummary;

/**
 * Reads {@code payment_method}. Cards by number are open in this version, tokens and invoices not
 * yet.
 */
final class CardEntry {
  /**
   * How long after its last day a card is still passed on, for its issuer to decline. The same
   * request sent again must get the same order for as long as its key lives, not a refusal because
   * a month ended between the two; and no month ends everywhere at once.
   */
  static final Period GRACE = Period.ofDays(35);

  private static final Pattern TYPE = Pattern.compile("card|invoice");
  private static final Pattern CVC = Pattern.compile("[0-9]{3,4}");

  private CardEntry() {}

  /** Empty when something was noted. */
  static Optional<CardDetails> in(Fields fields, Instant now) {
    String type = fields.text("type", TYPE, "Must be card.");
    if (type.equals("invoice")) {
      fields.note("type", Code.NOT_SUPPORTED, "Paying by invoice is not open yet; use a card.");
    }
    if (fields.has("token")) {
      fields.note("token", Code.NOT_SUPPORTED, "Tokens are not open yet; send the card's number.");
    }
    boolean other = type.equals("invoice") || fields.has("token");
    return other ? Optional.empty() : card(fields, now);
  }

  private static Optional<CardDetails> card(Fields fields, Instant now) {
    String number = fields.text("number", CardNumber.FORM, "Must be 12 to 19 digits.");
    if (!CardNumber.hasValidCheckDigit(number)) {
      fields.note("number", Code.INVALID_VALUE, "Is not a card number: the check digit is wrong.");
    }
    int month = (int) fields.number("exp_month", 1, 12);
    int year = (int) fields.number("exp_year", 2000, 2099);
    String cvc = fields.optionalText("cvc", CVC, "Must be 3 or 4 digits.");
    fields.refuseOthers();
    if (month > 0 && year > 0 && isLongPast(YearMonth.of(year, month), now)) {
      fields.note("exp_year", Code.CARD_EXPIRED, "The card has expired.");
    }
    return number.isEmpty() || month == 0 || year == 0
        ? Optional.empty()
        : Optional.of(new CardDetails(number, year, month, cvc.isEmpty() ? null : cvc));
  }

  static CardSummary summary(CardDetails card) {
    return new CardSummary(
        CardNumber.brand(card.number()), card.lastFour(), card.expiryMonth(), card.expiryYear());
  }

  private static boolean isLongPast(YearMonth expiry, Instant now) {
    return expiry.atEndOfMonth().plus(GRACE).isBefore(now.atOffset(ZoneOffset.UTC).toLocalDate());
  }
}
