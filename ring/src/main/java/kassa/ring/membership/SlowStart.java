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
 * code is not compiled yet; given all its keys at once it keeps customers waiting. So is one that
 * has just got all it owns: it never sold. So they get their keys a few partitions at a time, as
 * from a load balancer in slow start. Nodes need not agree: where they differ, an order has two
 * homes for a moment, and that is harmless.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start">Envoy:
 *     slow start mode</a>
 */
public final class SlowStart {
  /**
   * So long after it began a process is home to all its keys. Under load it has compiled by then.
   */
  public static final Duration WARM_AFTER = Duration.ofSeconds(30);

  /**
   * The same for an owner that has just got all it owns. The others carry its load as they did
   * before, so there is less hurry than to replace one that was away.
   */
  public static final Duration NEW_AFTER = Duration.ofMinutes(2);

  private SlowStart() {}

  /**
   * All nodes, best first: in the order of the preference list, but those for which it is too early
   * come behind, and nodes that have not got all they own yet come last.
   *
   * @param newOwners those that have not got all they own yet, and since when others have
   * @param began when the process of a node started, in milliseconds since 1970; a node of which it
   *     is not known, or that started in the future of this clock, is taken for an old one
   * @param now in milliseconds since 1970
   */
  public static List<NodeId> homes(
      PreferenceList preference,
      Partition partition,
      NewOwners newOwners,
      Function<NodeId, OptionalLong> began,
      long now) {
    long warmAt = turn(partition, WARM_AFTER);
    long newUntil = turn(partition, NEW_AFTER);
    Set<NodeId> incomplete = newOwners.incomplete();
    return preference.inOrder().stream()
        .sorted(
            Comparator.comparing((NodeId node) -> incomplete.contains(node))
                .thenComparing(
                    node ->
                        isCold(began.apply(node), warmAt, now)
                            || isCold(newOwners.completeSince(node), newUntil, now)))
        .toList();
  }

  private static long turn(Partition partition, Duration whole) {
    return whole.toMillis() * (partition.number() + 1) / Partition.COUNT;
  }

  private static boolean isCold(OptionalLong since, long warmAt, long now) {
    if (since.isEmpty()) {
      return false;
    }
    long age = now - since.getAsLong();
    return age >= 0 && age < warmAt;
  }
}
