package kassa.ring.node;

import static kassa.ring.node.TestRing.created;
import static kassa.ring.node.TestRing.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import kassa.ring.AppendOutcome;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.membership.Standing;
import kassa.ring.outbox.Destination;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingNodeTest {
  private static final Set<MemberStatus> UP = Set.of(MemberStatus.up(), MemberStatus.weaklyUp());
  private static final Key KEY = new Key("k1");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir Path directory;

  @Test
  void aNodeAloneKeepsWhatItIsGivenAndSaysThatItIsTooFew() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode n1 = ring.start("n1");

      AppendOutcome outcome = append(n1, "noted", Duration.ofMillis(300));

      assertInstanceOf(AppendOutcome.TooFewReplicas.class, outcome);
      assertEquals(1, n1.local(KEY).size());
      assertInstanceOf(
          ReadOutcome.Unreachable.class,
          n1.read(KEY, Duration.ofMillis(300)).toCompletableFuture().join());
    }
  }

  @Test
  void whatIsAppendedAtOneNodeIsReadAtAnother() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode n1 = ring.start("n1");
      RingNode n2 = ring.start("n2");
      RingNode n3 = ring.start("n3");
      eventually("all see all", () -> seesAll(n1, ring) && seesAll(n2, ring) && seesAll(n3, ring));
      created(List.of(n1, n2, n3));

      AppendOutcome stored = append(n1, "noted", TIMEOUT);
      AppendOutcome second = append(n2, "noted_again", TIMEOUT);

      assertInstanceOf(AppendOutcome.Stored.class, stored);
      assertEquals(2, second.known().size(), "an append is a read");
      ReadOutcome read = n3.read(KEY, TIMEOUT).toCompletableFuture().join();
      assertEquals(
          second.known(),
          assertInstanceOf(ReadOutcome.Found.class, read).facts(),
          "from elsewhere");
      assertInstanceOf(
          ReadOutcome.Unreachable.class,
          n3.read(new Key("nobody-wrote-this"), TIMEOUT).toCompletableFuture().join(),
          "the archive is away, and may know it");
    }
  }

  @Test
  void oneClusterIsFormedAndAMissedFactIsHandedToTheNextLifeAtAnotherPort() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode n1 = ring.start("n1");
      RingNode n2 = ring.start("n2");
      RingNode n3 = ring.start("n3");
      eventually("all are up", () -> List.of(n1, n2, n3).stream().allMatch(RingNodeTest::isUp));
      eventually("all see all", () -> seesAll(n1, ring));
      String before = n3.identity().remoting();

      ring.stop("n3");
      eventually("n3 is missed", () -> !n1.reachable(new NodeId("n3")));
      AppendOutcome stored = append(n1, "noted", TIMEOUT);
      assertInstanceOf(AppendOutcome.Stored.class, stored);
      assertEquals(1, n1.store().outbox(Destination.peer(new NodeId("n3")), now(), 10).size());

      RingNode again = ring.start("n3");
      assertNotEquals(before, again.identity().remoting());
      assertTrue(again.incarnation().supersedes(n3.incarnation()));
      eventually("n3 has the fact", () -> again.local(KEY).equals(stored.known()));
      eventually(
          "the hint is gone",
          () -> n1.store().outbox(Destination.peer(new NodeId("n3")), now(), 10).isEmpty());
      eventually("n3 is up again", () -> isUp(again));
    }
  }

  @Test
  void aNodeHasMetEnoughOnceItIsOneOfTwoAndForgetsNobody() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode n1 = ring.start("n1");
      assertFalse(n1.hasMetEnough());

      ring.start("n2");
      eventually("n1 has met n2", n1::hasMetEnough);

      ring.stop("n2");
      eventually("n2 is missed", () -> !n1.reachable(new NodeId("n2")));
      assertTrue(n1.hasMetEnough());
    }
  }

  @Test
  void aNodeWithAnotherSecretIsNoPeer() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode stranger = ring.start("n2", "another");
      RingNode n1 = ring.start("n1");
      RingNode n3 = ring.start("n3");

      eventually("n1 and n3 are up", () -> isUp(n1) && isUp(n3));
      eventually("n1 sees n3", () -> n1.reachable(new NodeId("n3")));

      assertFalse(n1.reachable(new NodeId("n2")));
      assertFalse(stranger.reachable(new NodeId("n1")));
      assertFalse(isUp(stranger));
      assertFalse(stranger.hasMetEnough());
    }
  }

  @Test
  void aNodeWhoseClockIsOffRecordsNothingButKeepsWhatOthersDoAndGoesOnWhenItIsRight()
      throws Exception {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofHours(1));
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode n1 = ring.start("n1");
      RingNode n2 = ring.start("n2");
      RingNode n3 = ring.start("n3", new ShiftedClock(ahead::get));
      eventually("all see all", () -> seesAll(n1, ring) && seesAll(n2, ring) && seesAll(n3, ring));

      eventually("n3 knows that its clock is off", () -> n3.clockSkew().isPresent());
      assertInstanceOf(AppendOutcome.ClockOff.class, append(n3, "noted_by_n3", TIMEOUT));
      AppendOutcome stored = append(n1, "noted_by_n1", TIMEOUT);
      assertInstanceOf(AppendOutcome.Stored.class, stored);
      eventually("n3 has it", () -> n3.local(KEY).equals(stored.known()));
      assertEquals(Optional.empty(), n1.clockSkew());
      assertEquals(Optional.empty(), n2.clockSkew());

      ahead.set(Duration.ZERO);
      AppendOutcome again = append(n3, "noted_by_n3", TIMEOUT);
      assertInstanceOf(AppendOutcome.Stored.class, again);
      assertTrue(
          again.known().inOrder().stream().allMatch(f -> f.time().millis() <= now() + 60_000),
          "no fact bears a time of the clock that was off");

      ahead.set(Duration.ofDays(-1));
      assertInstanceOf(AppendOutcome.ClockOff.class, append(n3, "noted_too_early", TIMEOUT));
    }
  }

  @Test
  void aWipedNodeIsToldByTheOthersThatItLostItsDiskAndIsRefilledByAllOfThem() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode n1 = ring.start("n1");
      RingNode n2 = ring.start("n2");
      RingNode n3 = ring.start("n3");
      created(List.of(n1, n2, n3));
      AppendOutcome stored = append(n1, "noted", TIMEOUT);
      eventually("n3 had it", () -> n3.local(KEY).equals(stored.known()));

      ring.stop("n3");
      ring.stop("n2");
      ring.wipe("n3");
      RingNode again = ring.start("n3");

      assertEquals(Standing.REPLACED, again.store().register().standing(), "before it serves");
      assertTrue(again.incarnation().supersedes(n3.incarnation()));
      eventually("it has what n1 holds", () -> again.local(KEY).equals(stored.known()));
      assertEquals(0, again.store().register().countComplete(), "n2 may hold more");
      assertInstanceOf(
          ReadOutcome.Unreachable.class,
          n1.read(KEY, Duration.ofSeconds(1)).toCompletableFuture().join(),
          "n3 does not count");

      ring.start("n2");
      eventually("n3 is complete", () -> again.store().register().countComplete() == 1024);
      ring.stop("n2");
      ReadOutcome read = n1.read(KEY, TIMEOUT).toCompletableFuture().join();
      assertEquals(stored.known(), assertInstanceOf(ReadOutcome.Found.class, read).facts());
      assertTrue(again.syncCounts().filled() > 0);
    }
  }

  @Test
  void aClockThatIsSetBackBetweenTwoLivesSetsNoTimeBack() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode first = ring.start("n1");
      append(first, "noted", Duration.ofMillis(1));
      eventually("n1 has it", () -> first.local(KEY).size() == 1);
      ring.stop("n1");

      RingNode second = ring.start("n1", new ShiftedClock(() -> Duration.ofDays(-1)));
      append(second, "noted", Duration.ofMillis(1));
      eventually("n1 has both", () -> second.local(KEY).size() == 2);

      assertTrue(second.incarnation().supersedes(first.incarnation()));
      List<Fact> inOrder = second.local(KEY).inOrder();
      HybridTime former = timeBy(first.incarnation(), inOrder);
      HybridTime latter = timeBy(second.incarnation(), inOrder);
      assertTrue(latter.compareTo(former) > 0, former + " was before " + latter);
    }
  }

  private static HybridTime timeBy(Incarnation actor, List<Fact> facts) {
    return facts.stream()
        .filter(fact -> fact.dot().actor().equals(actor))
        .map(Fact::time)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDirectoryPutBackFromAnOlderCopyIsRefusedAtTheStart() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode n1 = ring.start("n1");
      created(List.of(n1, ring.start("n2"), ring.start("n3")));
      ring.stop("n3");
      ring.copy("n3");
      RingNode later = ring.start("n3");
      eventually("n3 was met again", () -> n1.reachable(new NodeId("n3")) && seesAll(later, ring));
      ring.stop("n3");

      ring.putBack("n3");

      OldCopy refused = assertThrows(OldCopy.class, () -> ring.start("n3"));
      assertTrue(String.valueOf(refused.getMessage()).contains("is an older copy"));
    }
  }

  @Test
  void anOlderCopyThatSawNobodyAtItsStartEndsWhenItMeetsAPeer() throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      created(List.of(ring.start("n1"), ring.start("n2"), ring.start("n3")));
      ring.stop("n3");
      ring.copy("n3");
      RingNode later = ring.start("n3");
      eventually("n3 was met again", () -> seesAll(later, ring));
      List.of("n1", "n2", "n3").forEach(ring::stop);

      ring.putBack("n3");
      ring.start("n3");
      ring.start("n1");

      eventually("n3 ends", () -> ring.failure("n3").filter(f -> f instanceof OldCopy).isPresent());
    }
  }

  private static AppendOutcome append(RingNode node, String kind, Duration timeout) {
    FactDraft draft = new FactDraft(kind, "{}".getBytes(StandardCharsets.UTF_8));
    return node.append(KEY, List.of(draft), timeout).toCompletableFuture().join();
  }

  private static boolean seesAll(RingNode node, TestRing ring) {
    return ring.ids().stream().allMatch(node::reachable);
  }

  private static boolean isUp(RingNode node) {
    return UP.contains(node.clusterStatus());
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
