package kassa.ring.membership;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.PreferenceList;

/**
 * Who should run what is to be done about a key. A process that has just begun is slow, for its
 * code is not compiled yet; given all its keys at once it keeps customers waiting. So it gets them
 * back a few partitions at a time, as a load balancer does in slow start. Nodes need not agree:
 * where they differ, an order has two homes for a moment, and that is harmless.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start">Envoy:
 *     slow start mode</a>
 */
public final class SlowStart {
  /** After this age a process is home to all its keys. Under load a JVM has compiled by then. */
  public static final Duration WARM_AFTER = Duration.ofSeconds(30);

  private SlowStart() {}

  /**
   * All nodes, best first: in the order of the preference list, but those for which it is too early
   * come behind, and nodes that have not got all they own yet come last.
   *
   * @param newcomers owners that have not got all they own yet
   * @param began when the process of a node started, in milliseconds since 1970; a node of which it
   *     is not known, or that started in the future of this clock, is taken for an old one
   * @param now in milliseconds since 1970
   */
  public static List<NodeId> homes(
      PreferenceList preference,
      Partition partition,
      Set<NodeId> newcomers,
      Function<NodeId, OptionalLong> began,
      long now) {
    long warmAt = WARM_AFTER.toMillis() * (partition.number() + 1) / Partition.COUNT;
    return preference.inOrder().stream()
        .sorted(
            Comparator.comparing((NodeId node) -> newcomers.contains(node))
                .thenComparing(node -> isCold(began.apply(node), warmAt, now)))
        .toList();
  }

  private static boolean isCold(OptionalLong began, long warmAt, long now) {
    if (began.isEmpty()) {
      return false;
    }
    long age = now - began.getAsLong();
    return age >= 0 && age < warmAt;
  }
}
