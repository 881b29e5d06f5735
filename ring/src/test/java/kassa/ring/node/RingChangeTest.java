package kassa.ring.node;

import static kassa.ring.node.TestRing.created;
import static kassa.ring.node.TestRing.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.AppendOutcome;
import kassa.ring.FactDraft;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Phase;
import kassa.ring.roster.RosterChange;
import kassa.ring.roster.RosterChange.Outcome;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members come and go in a ring of real nodes. */
class RingChangeTest {
  private static final Set<MemberStatus> UP = Set.of(MemberStatus.up(), MemberStatus.weaklyUp());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N4 = new NodeId("n4");

  @TempDir Path directory;

  @Test
  void whoComesInGetsWhatIsThereAndWhoLeavesHandsOverAll() throws Exception {
    try (TestRing ring = new TestRing(directory, 3, 1)) {
      List<RingNode> founders = start(ring, "n1", "n2", "n3");
      List<Key> keys = append(founders, 0, 60);

      RingNode n4 = ring.start("n4");
      change(founders.get(0), join(ring, N4));
      List<RingNode> four = Stream.concat(founders.stream(), Stream.of(n4)).toList();
      eventually(
          "all know that n4 is in", () -> four.stream().allMatch(n -> isIn(n, N4, Phase.JOINING)));
      keys.addAll(append(four, 60, 90));
      eventually("n4 has what it will own", () -> n4.ahead().of() > 0 && n4.ahead().left() == 0);
      assertTrue(n4.placement().ownedBy(N4).isEmpty());
      assertPendingAt(n4, keys);

      change(founders.get(1), new RosterChange.BringUp(N4));
      eventually("all is handed over", () -> four.stream().allMatch(RingChangeTest::isSettled));
      assertOnAllOwners(four, keys);
      assertEquals(4, four.get(0).descriptor().nodes().size());
      keys.addAll(append(four, 90, 120));
      assertEquals(0, n4.ahead().of());

      change(n4, new RosterChange.Leave(N1));
      eventually("n1 has left", () -> four.stream().allMatch(n -> isIn(n, N1, Phase.LEFT)));
      List<RingNode> rest = four.subList(1, 4);
      eventually("all is handed over", () -> rest.stream().allMatch(RingChangeTest::isSettled));
      eventually("all is entered", () -> rest.stream().noneMatch(RingNode::isHandingOver));
      for (RingNode node : rest) {
        assertEquals(Optional.of(node.eras().era()), node.handover().over());
        Path handedOver = directory.resolve(node.self().value()).resolve("handed-over");
        assertEquals(node.eras().era().toString(), Files.readString(handedOver));
      }
      ring.stop("n1");
      keys.addAll(append(rest, 120, 130));
      assertOnAllOwners(rest, keys);
    }
  }

  @Test
  void whoIsDeclaredDeadAndIsNotComesInAgain() throws Exception {
    try (TestRing ring = new TestRing(directory, 4)) {
      List<RingNode> all = start(ring, "n1", "n2", "n3", "n4");
      List<Key> keys = append(all, 0, 20);

      change(all.get(0), new RosterChange.DeclareDead(N4));
      eventually("n4 comes in again", () -> all.stream().allMatch(n -> isIn(n, N4, Phase.JOINING)));
      change(all.get(2), new RosterChange.BringUp(N4));

      eventually("it owns keys again", () -> all.stream().allMatch(RingChangeTest::isSettled));
      assertOnAllOwners(all, keys);
      assertEquals(4, all.get(3).descriptor().nodes().size());
    }
  }

  @Test
  void aRingThatWasChangedStartsAgainAsOne() throws Exception {
    try (TestRing ring = new TestRing(directory, 3, 1)) {
      List<RingNode> founders = start(ring, "n1", "n2", "n3");
      ring.start("n4");
      change(founders.get(0), join(ring, N4));
      change(founders.get(0), new RosterChange.BringUp(N4));
      change(founders.get(0), new RosterChange.DeclareDead(N1));
      // n1 is told that it is dead by nobody: it stops at once, as all others do.
      List.of("n1", "n2", "n3", "n4").forEach(ring::stop);

      List<RingNode> all = start(ring, "n1", "n2", "n3", "n4");

      eventually("n1 comes in again", () -> all.stream().allMatch(n -> isIn(n, N1, Phase.JOINING)));
      change(all.get(3), new RosterChange.BringUp(N1));
      eventually("all is handed over", () -> all.stream().allMatch(RingChangeTest::isSettled));
      assertOnAllOwners(all, append(all, 0, 20));
    }
  }

  private static List<RingNode> start(TestRing ring, String... ids)
      throws IOException, InterruptedException {
    List<RingNode> nodes = new ArrayList<>();
    for (String id : ids) {
      nodes.add(ring.start(id));
    }
    eventually("all are up", () -> nodes.stream().allMatch(n -> UP.contains(n.clusterStatus())));
    eventually(
        "all see all",
        () ->
            nodes.stream()
                .allMatch(n -> nodes.stream().map(RingNode::self).allMatch(n::reachable)));
    created(nodes);
    return nodes;
  }

  private static RosterChange join(TestRing ring, NodeId node) {
    Member own = ring.member(node);
    return new RosterChange.Join(node, own.zone(), own.http(), own.management(), 7);
  }

  private static void change(RingNode at, RosterChange change) {
    assertInstanceOf(Outcome.Changed.class, at.change(change).toCompletableFuture().join());
  }

  private static boolean isIn(RingNode node, NodeId who, Phase phase) {
    return node.eras().roster().seat(who).filter(seat -> seat.phase() == phase).isPresent();
  }

  private static boolean isSettled(RingNode node) {
    return node.eras().past().isEmpty() && node.eras().roster().in(Phase.JOINING).isEmpty();
  }

  private static List<Key> append(Collection<RingNode> at, int from, int to) {
    List<RingNode> nodes = List.copyOf(at);
    List<Key> keys = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Key key = new Key("order-" + i);
      FactDraft draft = new FactDraft("noted", ("" + i).getBytes(StandardCharsets.UTF_8));
      AppendOutcome outcome =
          nodes
              .get(i % nodes.size())
              .append(key, List.of(draft), TIMEOUT)
              .toCompletableFuture()
              .join();
      assertInstanceOf(AppendOutcome.Stored.class, outcome, () -> key + ": " + outcome);
      keys.add(key);
    }
    return keys;
  }

  private static void assertPendingAt(RingNode node, List<Key> keys) throws InterruptedException {
    List<Key> its =
        keys.stream()
            .filter(key -> node.placement().of(key).pending().contains(node.self()))
            .toList();
    assertFalse(its.isEmpty());
    eventually(
        node.self() + " holds them",
        () -> its.stream().noneMatch(key -> node.local(key).isEmpty()));
  }

  private static void assertOnAllOwners(Collection<RingNode> nodes, List<Key> keys)
      throws InterruptedException {
    for (RingNode node : nodes) {
      Set<Partition> owned = Set.copyOf(node.placement().ownedBy(node.self()));
      List<Key> its =
          keys.stream()
              .filter(key -> owned.contains(Partition.of(key)))
              .collect(Collectors.toList());
      eventually(
          node.self() + " has all", () -> its.stream().noneMatch(key -> node.local(key).isEmpty()));
    }
  }
}
