package kassa.gateway.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.Declined;
import kassa.ring.Dot;

/** Finds what stands against each other in an order. */
final class Conflicts {
  private Conflicts() {}

  /**
   * @param recorded in order of time
   */
  static List<Conflict> in(List<Recorded> recorded) {
    List<Dot> declines =
        recorded.stream().filter(r -> r.fact() instanceof Declined).map(Recorded::dot).toList();
    Collection<Dot> approvals = firsts(recorded, a -> List.of(a.reference(), a.transactionId()));
    Collection<Dot> bodies = firsts(recorded, a -> List.of(a.fingerprint()));

    List<Conflict> conflicts = new ArrayList<>();
    if (bodies.size() > 1) {
      conflicts.add(new Conflict(Conflict.Kind.TWO_BODIES, List.copyOf(bodies)));
    }
    if (!declines.isEmpty() && !approvals.isEmpty()) {
      List<Dot> both = new ArrayList<>(declines);
      both.addAll(approvals);
      conflicts.add(new Conflict(Conflict.Kind.DECLINED_AND_APPROVED, both));
    }
    if (approvals.size() > 1) {
      conflicts.add(new Conflict(Conflict.Kind.SEVERAL_APPROVALS, List.copyOf(approvals)));
    }
    return List.copyOf(conflicts);
  }

  /** The first approval of each name, in order of time. */
  private static Collection<Dot> firsts(
      List<Recorded> recorded, Function<Approved, List<String>> name) {
    Map<List<String>, Dot> firsts = new LinkedHashMap<>();
    for (Recorded r : recorded) {
      if (r.fact() instanceof Approved approved) {
        firsts.putIfAbsent(name.apply(approved), r.dot());
      }
    }
    return firsts.values();
  }
}
