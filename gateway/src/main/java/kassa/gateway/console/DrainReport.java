package kassa.gateway.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kassa.gateway.verify.Finding;
import kassa.gateway.verify.Promise;

/**
 * What waited in the outboxes at the first look and still does. There is always something on its
 * way while orders come in; what was entered later does not count, and what goes on leaving is only
 * late.
 */
final class DrainReport {
  /** Between two looks at least, for nothing to have left in between to mean anything. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final List<NodeStatus> first;

  DrainReport(List<NodeStatus> first) {
    this.first = List.copyOf(first);
  }

  List<Finding> since(List<NodeStatus> now) {
    Set<String> there = now.stream().map(NodeStatus::node).collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    for (NodeStatus later : now) {
      for (NodeStatus view : first) {
        if (view.node().equals(later.node())) {
          findings.addAll(of(view, later, there));
        }
      }
    }
    return findings;
  }

  private static List<Finding> of(NodeStatus view, NodeStatus later, Set<String> there) {
    List<Finding> findings = new ArrayList<>();
    boolean tooSoon = view.now().plus(LONGEST_PAUSE).isAfter(later.now());
    for (NodeStatus.Member member : later.members()) {
      Optional<NodeStatus.Member> before = view.member(member.node());
      Queue was =
          new Queue(
              before.map(NodeStatus.Member::hints).orElse(0L),
              before.flatMap(NodeStatus.Member::oldestHint));
      new Queue(member.hints(), member.oldestHint())
          .waiting(was, view, member.node(), !tooSoon && there.contains(member.node()))
          .ifPresent(findings::add);
    }
    new Queue(later.unarchived(), later.oldestUnarchived())
        .waiting(
            new Queue(view.unarchived(), view.oldestUnarchived()),
            view,
            "the archive",
            !tooSoon && later.archiveReachable())
        .ifPresent(findings::add);
    return findings;
  }

  private record Queue(long length, Optional<Instant> oldest) {
    /**
     * @param due whether it should have left, or something before it
     */
    Optional<Finding> waiting(Queue was, NodeStatus at, String to, boolean due) {
      boolean moves = !oldest.equals(was.oldest()) || length < was.length();
      return oldest
          .filter(since -> length > 0 && !since.isAfter(at.now()))
          .map(
              since ->
                  new Finding(
                      Promise.HINTS_DRAIN,
                      at.node(),
                      "owes %s %d facts, the oldest since %s".formatted(to, length, since),
                      moves || !due,
                      Optional.empty()));
    }
  }
}
