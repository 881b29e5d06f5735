package kassa.gateway.order;

import java.util.Comparator;
import kassa.ring.Dot;
import kassa.ring.HybridTime;

/**
 * An order's fact with its name and its time.
 *
 * @param dot who recorded it; no two facts have the same
 */
public record Recorded(Dot dot, HybridTime time, OrderFact fact) {
  /** Total, the same on every node, and never at odds with cause and effect. */
  public static final Comparator<Recorded> BY_TIME =
      Comparator.comparing(Recorded::time).thenComparing(Recorded::dot);
}
