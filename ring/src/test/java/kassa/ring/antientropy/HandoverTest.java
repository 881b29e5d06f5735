package kassa.ring.antientropy;

import static kassa.ring.Facts.fact;
import static kassa.ring.antientropy.Rings.ring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kassa.ring.Fact;
import kassa.ring.Facts;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Handover.Effect;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.wire.RingMessage.DigestTell;
import org.junit.jupiter.api.Test;

/** The node n1, which owned everything with n2 and n3, and hands over to n2, n3 and n4. */
class HandoverTest {
  private static final Key KEY = new Key("k");
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final NodeId N4 = new NodeId("n4");
  private static final NodeId N5 = new NodeId("n5");
  private static final SyncPace PACE = new SyncPace(100, 1_000, 5_000, 1_000, 2, 1, 0, 2_000);
  private static final long WALL = 1_700_000_000_000L;

  private final Placement before = ring(N1, N2, N3);
  private final Placement now = ring(N2, N3, N4);
  private final Peers peers = new Peers(N1, 100_000_000, 0);
  private final Map<NodeId, FakeDisk> disks = new TreeMap<>();

  /** What was entered in the outbox. */
  private final Map<NodeId, Set<Fact>> owed = new HashMap<>();

  private final Handover machine;

  HandoverTest() {
    List.of(N2, N3, N4, N5).forEach(node -> peers.heard(node, 0));
    this.machine =
        new Handover(
            N1, List.of(Partition.of(KEY)), disk(N1), peers, PACE, Handover.FIRST_QUESTION);
  }

  @Test
  void whatAllWhoOwnItNowHaveIsNotEntered() {
    Stream.of(N1, N2, N3, N4).forEach(node -> disk(node).add(fact("k", Facts.N1, 1)));
    machine.begin(now, List.of(before), Set.of(N2, N3, N4), false);

    run(now, 0);

    assertTrue(machine.isOver());
    assertEquals(Map.of(), owed);
  }

  @Test
  void eachIsOwedWhatItLacks() {
    Fact everywhere = fact("k", Facts.N1, 1);
    Fact notAtN3 = fact(elsewhere(), Facts.N1, 2);
    Stream.of(N1, N2, N3, N4).forEach(node -> disk(node).add(everywhere));
    Stream.of(N1, N2, N4).forEach(node -> disk(node).add(notAtN3));
    machine.begin(now, List.of(before), Set.of(N2, N3, N4), false);

    run(now, 0);

    assertTrue(machine.isOver());
    assertEquals(Map.of(N3, Set.of(notAtN3)), owed);
  }

  @Test
  void aNewOwnerIsWaitedForUntilItHasAskedForAll() {
    Stream.of(N1, N2, N3).forEach(node -> disk(node).add(fact("k", Facts.N1, 1)));
    machine.begin(now, List.of(before), Set.of(N2, N3), false);

    run(now, 0);
    assertFalse(machine.isOver());
    assertEquals(Map.of(), owed);

    disk(N4).add(fact("k", Facts.N1, 1));
    machine.caughtUp(now.era(), Set.of(N2, N3, N4));
    run(now, 100);
    assertTrue(machine.isOver());
    assertEquals(Map.of(), owed);
  }

  @Test
  void whoDoesNotAnswerIsAskedAgainAfterARest() {
    disk(N1).add(fact("k", Facts.N1, 1));
    machine.begin(now, List.of(before), Set.of(N2, N3, N4), false);

    assertEquals(3, machine.tick(WALL, 0).size());
    assertEquals(List.of(), machine.tick(WALL, PACE.timeout()));
    assertFalse(machine.isOver());

    run(now, PACE.timeout() + PACE.rest());
    assertTrue(machine.isOver());
    assertEquals(Set.of(N2, N3, N4), owed.keySet());
  }

  @Test
  void whatIsMuchIsEnteredInPagesEachDurableBeforeTheNext() {
    List<String> keys = keys(key -> true).limit(250).toList();
    IntStream.range(0, 250).forEach(i -> disk(N1).add(fact(keys.get(i), Facts.N1, i + 1)));
    machine.begin(now, List.of(before), Set.of(N2), false);

    Effect.Ask ask = (Effect.Ask) machine.tick(WALL, 0).get(0);
    Effect.Owe first = owe(machine.received(N2, now.era(), tell(ask)));
    assertEquals(100, count(first));
    Effect.Owe second = owe(machine.entered(first));
    assertEquals(List.of(), machine.entered(first), "that is known");
    Effect.Owe third = owe(machine.entered(second));

    assertEquals(50, count(third));
    assertEquals(List.of(), machine.entered(third));
  }

  @Test
  void whatWasNotGivenByTheNextChangeIsGivenThen() {
    disk(N1).add(fact("k", Facts.N1, 1));
    machine.begin(now, List.of(before), Set.of(), false);
    Placement next = ring(N2, N4, N5);
    machine.begin(next, List.of(now), Set.of(N2, N4, N5), false);

    run(next, 0);

    assertTrue(machine.isOver());
    assertEquals(Set.of(N2, N4, N5), owed.keySet());
  }

  @Test
  void whatALifeThatRemembersNothingHoldsItMayHaveOwned() {
    disk(N1).add(fact("k", Facts.N1, 1));
    machine.begin(now, List.of(), Set.of(N2, N3, N4), false);

    run(now, 0);

    assertEquals(Set.of(N2, N3, N4), owed.keySet());
  }

  @Test
  void whatAnEarlierLifeGaveIsNotGivenAgain() {
    disk(N1).add(fact("k", Facts.N1, 1));

    machine.begin(now, List.of(), Set.of(N2, N3, N4), true);

    assertTrue(machine.isOver());
  }

  @Test
  void theSameEraOnceMoreIsGoneOnWith() {
    disk(N1).add(fact("k", Facts.N1, 1));
    machine.begin(now, List.of(before), Set.of(N2), false);
    machine.begin(now, List.of(), Set.of(N2, N3, N4), false);

    run(now, 0);

    assertTrue(machine.isOver());
    assertEquals(Set.of(N2, N3, N4), owed.keySet());
  }

  @Test
  void anAnswerOfAnotherEraIsNone() {
    disk(N1).add(fact("k", Facts.N1, 1));
    machine.begin(now, List.of(before), Set.of(N2), false);
    Effect.Ask ask = (Effect.Ask) machine.tick(WALL, 0).get(0);

    assertEquals(List.of(), machine.received(N2, before.era(), tell(ask)));
    assertEquals(1, machine.received(N2, now.era(), tell(ask)).size());
  }

  private FakeDisk disk(NodeId node) {
    return disks.computeIfAbsent(node, id -> new FakeDisk());
  }

  /** Another key of the partition, in another leaf. */
  private static String elsewhere() {
    return keys(key -> leaf(key) != leaf(KEY)).findFirst().orElseThrow();
  }

  private static Stream<String> keys(Predicate<Key> some) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> new Key("key" + i))
        .filter(key -> Partition.of(key).equals(Partition.of(KEY)))
        .filter(some)
        .map(Key::value);
  }

  private static int leaf(Key key) {
    return Partition.leafOf(key, PartitionDigest.LEAVES);
  }

  private static Effect.Owe owe(List<Effect> effects) {
    assertEquals(1, effects.size());
    return (Effect.Owe) effects.get(0);
  }

  private static int count(Effect.Owe owe) {
    return owe.lacking().values().stream().mapToInt(List::size).sum();
  }

  /** As often as something is wanted, with all who are asked answering at once. */
  private void run(Placement by, long at) {
    List<Effect> effects = machine.tick(WALL, at);
    while (!effects.isEmpty()) {
      effects = effects.stream().flatMap(effect -> perform(by, effect).stream()).toList();
    }
  }

  private List<Effect> perform(Placement by, Effect effect) {
    if (effect instanceof Effect.Ask ask) {
      return machine.received(ask.heir(), by.era(), tell(ask));
    }
    Effect.Owe owe = (Effect.Owe) effect;
    owe.lacking()
        .forEach((heir, facts) -> owed.put(((Destination.Peer) heir).node(), Set.copyOf(facts)));
    return machine.entered(owe);
  }

  private DigestTell tell(Effect.Ask ask) {
    SyncResponder responder = new SyncResponder(disk(ask.heir()), partition -> true, facts -> true);
    return (DigestTell) responder.answer(ask.question()).get(0);
  }
}
