package kassa.gateway.order;

import java.util.Currency;

/**
 * An amount of money.
 *
 * @param minor in the currency's smallest unit (cents, öre); 0 to {@link #MAX_MINOR}
 * @param currency of ISO 4217
 */
public record Money(long minor, Currency currency) {
  /** Twelve digits, what field 4 of ISO 8583 holds. */
  public static final long MAX_MINOR = 999_999_999_999L;

  public Money {
    if (minor < 0 || minor > MAX_MINOR) {
      throw new IllegalArgumentException("amount " + minor + " is not within 0 to " + MAX_MINOR);
    }
  }

  public static Money of(long minor, String currency) {
    return new Money(minor, Currency.getInstance(currency));
  }

  @Override
  public String toString() {
    return minor + " " + currency.getCurrencyCode();
  }
}
