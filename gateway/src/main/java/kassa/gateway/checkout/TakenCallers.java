package kassa.gateway.checkout;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import kassa.gateway.checkout.CheckoutHome.Caller;

/**
 * From whom a home took checkouts lately. A message that comes twice is one checkout: had the first
 * been told that nothing happened, a run for the second would make it a lie (rule M5).
 *
 * <p>It counts and does not look at a clock, which may jump: what comes after so many others is
 * past its deadline by then, and sends nothing (rule M3).
 */
final class TakenCallers {
  /** Sixteen seconds' worth at a thousand checkouts a second; about 100 bytes each. */
  static final int MOST = 16_384;

  private final Set<Caller> callers = new LinkedHashSet<>();

  /** Whether nothing came from this caller yet; from now on something has. */
  boolean add(Caller caller) {
    boolean isNew = callers.add(caller);
    if (callers.size() > MOST) {
      Iterator<Caller> eldest = callers.iterator();
      eldest.next();
      eldest.remove();
    }
    return isNew;
  }
}
