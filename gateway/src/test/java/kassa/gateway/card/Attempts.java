package kassa.gateway.card;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import kassa.gateway.order.Money;

/** Attempts to authorize, each under a reference of its own. */
public final class Attempts {
  public static final CardDetails GOOD_CARD = new CardDetails("4242424242424242", 2031, 7, "123");

  private static final Instant TRANSMITTED_AT = Instant.parse("2026-03-04T05:06:07Z");

  private final String prefix;
  private final AtomicLong made = new AtomicLong();

  /**
   * @param prefix keeps the references of several tests against one acquirer apart; up to 16
   *     hexadecimal digits
   */
  public Attempts(String prefix) {
    this.prefix = prefix;
  }

  public Authorization of(String merchantReference, long minor, boolean capture) {
    long number = made.incrementAndGet();
    String digits = Long.toHexString(number);
    String reference = prefix + "0".repeat(32 - prefix.length() - digits.length()) + digits;
    return new Authorization(
        new Reference(reference),
        new Trace((int) (number % 999_999) + 1, TRANSMITTED_AT),
        Money.of(minor, "SEK"),
        capture,
        "shop-1",
        merchantReference);
  }

  public Authorization of(long minor) {
    return of("order-" + minor, minor, true);
  }

  public static CardDetails card(String number) {
    return new CardDetails(number, 2031, 7, "123");
  }
}
