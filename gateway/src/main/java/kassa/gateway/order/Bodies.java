package kassa.gateway.order;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kassa.gateway.order.Attempt.Outcome;
import kassa.gateway.order.Order.Body;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.ring.Dot;

/** Finds which bodies stand under an order's key, and which of them binds. */
final class Bodies {
  private Bodies() {}

  /**
   * @param recorded in order of time
   */
  static List<Body> in(List<Recorded> recorded, List<Attempt> attempts) {
    Set<Dot> withdrawn = new HashSet<>();
    for (Recorded r : recorded) {
      if (r.fact() instanceof Withdrawn w && w.placed().actor().equals(r.dot().actor())) {
        withdrawn.add(w.placed());
      }
    }
    return recorded.stream()
        .filter(r -> r.fact() instanceof Opened && !withdrawn.contains(r.dot()))
        .map(r -> new Body(r.dot(), ((Opened) r.fact()).placed()))
        .sorted(Comparator.comparing((Body b) -> weight(b.placed().fingerprint(), attempts)))
        .toList(); // the sort is stable: within a weight, the earliest first
  }

  private static int weight(String fingerprint, List<Attempt> attempts) {
    return attempts.stream()
        .filter(a -> a.fingerprint().equals(fingerprint))
        .mapToInt(Bodies::weight)
        .min()
        .orElse(3);
  }

  private static int weight(Attempt attempt) {
    if (!attempt.approvals().isEmpty()) {
      return 0;
    }
    if (attempt.outcome() == Outcome.DECLINED) {
      return 1;
    }
    return attempt.isUnknown() ? 2 : 3;
  }
}
