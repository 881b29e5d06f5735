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
import kassa.ring.wire.RingMessage;
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
  private static final SyncPace UNHURRIED = new SyncPace(100, 1_000, 5_000, 1_000, 2, 1, 3, 2_000);
  private static final long WALL = 1_700_000_000_000L;

  private final Placement before = ring(N1, N2, N3);
  private final Placement now = ring(N2, N3, N4);
  private final Placement toN2 = ring(N2);
  private final Peers peers = new Peers(N1, 100_000_000, 0);
  private final Map<NodeId, FakeDisk> disks = new TreeMap<>();

  /** What was entered in the outbox. */
  private final Map<NodeId, Set<Fact>> owed = new HashMap<>();

  private final Handover machine;

  HandoverTest() {
    List.of(N2, N3, N4, N5).forEach(node -> peers.heard(node, 0));
    this.machine = machine(List.of(Partition.of(KEY)), PACE, peers);
  }

  private Handover machine(List<Partition> partitions, SyncPace pace, Peers inReach) {
    return new Handover(N1, partitions, disk(N1), inReach, pace, Handover.FIRST_QUESTION);
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
  void whoSoldSinceIsNotOwedWhatItHas() {
    Fact sold = fact(inTheLeafOf(KEY), Facts.N2, 1);
    Stream.of(N1, N2, N3, N4).forEach(node -> disk(node).add(fact("k", Facts.N1, 1)));
    Stream.of(N2, N3, N4).forEach(node -> disk(node).add(sold));
    machine.begin(now, List.of(before), Set.of(N2, N3, N4), false);

    run(now, 0);

    assertTrue(machine.isOver());
    assertEquals(Map.of(), owed);
  }

  @Test
  void whatTakesMoreThanAPageToNameIsNamedToTheEnd() {
    keys(key -> true)
        .limit(SyncResponder.PAGE + 500)
        .forEach(
            key ->
                Stream.of(N1, N2, N3, N4).forEach(node -> disk(node).add(fact(key, Facts.N1, 1))));
    keys(key -> true)
        .skip(SyncResponder.PAGE + 500)
        .limit(PartitionDigest.LEAVES * 2)
        .forEach(key -> disk(N2).add(fact(key, Facts.N2, 2)));
    machine.begin(now, List.of(before), Set.of(N2, N3, N4), false);

    run(now, 0);

    assertTrue(machine.isOver());
    assertEquals(Map.of(), owed);
  }

  @Test
  void whoFallsSilentWhileItNamesIsAskedAgain() {
    disk(N1).add(fact("k", Facts.N1, 1));
    machine.begin(toN2, List.of(before), Set.of(N2), false);
    Effect.Ask digest = (Effect.Ask) machine.tick(WALL, 0).get(0);
    assertEquals(1, machine.received(N2, toN2.era(), tell(digest), 100).size());

    assertEquals(List.of(), machine.tick(WALL, 100 + PACE.timeout()));
    assertFalse(machine.isOver());
    run(toN2, 100 + PACE.timeout() + PACE.rest());

    assertTrue(machine.isOver());
    assertEquals(Set.of(N2), owed.keySet());
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
  void whoIsOutOfReachIsNotWaitedForByTheOthers() {
    disk(N1).add(fact("k", Facts.N1, 1));
    Peers some = new Peers(N1, 100_000_000, 0);
    List.of(N2, N3).forEach(node -> some.heard(node, 0));
    Handover without = machine(List.of(Partition.of(KEY)), PACE, some);
    without.begin(now, List.of(before), Set.of(N2, N3), false);

    assertEquals(List.of(N2, N3), asked(without.tick(WALL, 0)));
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
    machine.begin(toN2, List.of(before), Set.of(N2), false);

    Effect.Ask ask = (Effect.Ask) machine.tick(WALL, 0).get(0);
    Effect.Owe first = owe(answered(machine, ask, 0));
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
  void whoComparedAPartitionRestsForAMultipleOfWhatItTook() {
    Key other = new Key("another");
    disk(N1).add(fact("k", Facts.N1, 1));
    disk(N1).add(fact(other.value(), Facts.N1, 2));
    Handover unhurried = machine(List.of(Partition.of(KEY), Partition.of(other)), UNHURRIED, peers);
    unhurried.begin(toN2, List.of(before), Set.of(N2), false);

    Effect.Ask ask = (Effect.Ask) unhurried.tick(WALL, 0).get(0);
    Effect.Owe owe = owe(answered(unhurried, ask, 100));
    unhurried.entered(owe);

    assertEquals(List.of(), unhurried.tick(WALL, 375));
    assertEquals(1, unhurried.tick(WALL, 400).size());
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
    machine.begin(toN2, List.of(before), Set.of(N2), false);
    Effect.Ask ask = (Effect.Ask) machine.tick(WALL, 0).get(0);

    assertEquals(List.of(), machine.received(N2, before.era(), tell(ask), 0));
    assertEquals(1, machine.received(N2, toN2.era(), tell(ask), 0).size());
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

  private static String inTheLeafOf(Key one) {
    return keys(key -> leaf(key) == leaf(one)).findFirst().orElseThrow();
  }

  /** The digest that N2 was asked for came, and then all names at once. */
  private List<Effect> answered(Handover asking, Effect.Ask digest, long at) {
    List<Effect> effects = asking.received(N2, toN2.era(), tell(digest), at);
    while (effects.size() == 1 && effects.get(0) instanceof Effect.Ask names) {
      effects = asking.received(N2, toN2.era(), tell(names), at);
    }
    return effects;
  }

  private static int leaf(Key key) {
    return Partition.leafOf(key, PartitionDigest.LEAVES);
  }

  private static List<NodeId> asked(List<Effect> effects) {
    return effects.stream().map(effect -> ((Effect.Ask) effect).heir()).toList();
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
      effects = effects.stream().flatMap(effect -> perform(by, effect, at).stream()).toList();
    }
  }

  private List<Effect> perform(Placement by, Effect effect, long at) {
    if (effect instanceof Effect.Ask ask) {
      return machine.received(ask.heir(), by.era(), tell(ask), at);
    }
    Effect.Owe owe = (Effect.Owe) effect;
    owe.lacking()
        .forEach((heir, facts) -> owed.put(((Destination.Peer) heir).node(), Set.copyOf(facts)));
    return machine.entered(owe);
  }

  private RingMessage tell(Effect.Ask ask) {
    SyncResponder responder = new SyncResponder(disk(ask.heir()), partition -> true, facts -> true);
    return responder.answer(ask.question()).get(0);
  }
}
