package kassa.ring.antientropy;

import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Facts;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingCodec;
import kassa.ring.wire.RingMessage;
import org.junit.jupiter.api.Test;

/** Three nodes that own everything, N=3, W=2, of which n1 compares one partition. */
class AntiEntropyTest {
  private static final Key KEY = new Key("k");
  private static final Partition PARTITION = Partition.of(KEY);
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final NodeId N4 = new NodeId("n4");
  private static final SyncPace PACE = new SyncPace(100, 1_000, 5_000, 1_000, 2, 0, 0, 2_000);
  private static final long WALL = 1_700_000_000_000L;
  private static final int FRAME = 256 * 1024;

  private final Placement placement =
      new Placement(
          new RingDescriptor(
              "test", Replication.DEFAULT, List.of(member(N1), member(N2), member(N3))));
  private final Peers peers = new Peers(N1, 100_000_000, 0);
  private final Map<NodeId, FakeDisk> disks = new TreeMap<>();
  private final Map<NodeId, FakeRegister> registers = new TreeMap<>();
  private final AntiEntropy machine;
  private long now;

  AntiEntropyTest() {
    for (NodeId node : List.of(N1, N2, N3)) {
      disks.put(node, new FakeDisk());
      registers.put(node, new FakeRegister());
      register(node).stand(Standing.CREATED, List.of(PARTITION));
      peers.heard(node, 0);
    }
    this.machine = machineOf(List.of(PARTITION), peers, 1_000);
  }

  @Test
  void aFactThatIsMissingIsFetchedAfterASecondLook() {
    everywhere(fact("k", Facts.N1, 1));
    disk(N2).add(fact("k", Facts.N2, 1));

    run(2_000);
    assertEquals(1, disk(N1).size(), "it may be in flight");
    run(10_000);

    assertEquals(disk(N2).read(KEY), disk(N1).read(KEY));
    assertEquals(1, machine.counts().repaired());
    assertEquals(0, machine.counts().filled());
  }

  @Test
  void whatArrivedBeforeTheSecondLookIsNotFetched() {
    disk(N2).add(fact("k", Facts.N2, 1));
    run(2_000);

    everywhere(fact("k", Facts.N2, 1));
    run(20_000);

    assertEquals(0, machine.counts().repaired());
    assertTrue(machine.counts().differed() > 0);
  }

  @Test
  void aFactThatOnlyThisNodeHasIsForTheOthersToFetch() {
    disk(N1).add(fact("k", Facts.N1, 1));

    run(20_000);

    assertEquals(1, disk(N1).size());
    assertEquals(0, machine.counts().repaired());
  }

  @Test
  void aLostFactComesBack() {
    everywhere(fact("k", Facts.N1, 1));
    everywhere(fact("k", Facts.N1, 2));
    disk(N1).lose(KEY, new Dot(Facts.N1, 1));

    run(20_000);

    assertEquals(2, disk(N1).size());
    assertEquals(1, machine.counts().repaired());
  }

  @Test
  void aLostDiskIsFilledAndCompleteOnlyAfterAllThatMayKnowWereGoneThrough() {
    register(N1).stand(Standing.REPLACED, List.of());
    disk(N2).add(fact("k", Facts.N1, 1));
    disk(N3).add(fact("k", Facts.N2, 1));
    AntiEntropy alone = machineWithout(N3);

    run(alone, 5_000);
    assertEquals(1, disk(N1).size());
    assertFalse(register(N1).isComplete(PARTITION), "n3 may hold what n2 does not");

    run(machine, 5_000);
    assertEquals(2, disk(N1).size());
    assertTrue(register(N1).isComplete(PARTITION));
  }

  @Test
  void soIsALostDiskOfAFormerOwnerForNewOnesStillRelyOnIt() {
    register(N1).stand(Standing.REPLACED, List.of());
    disk(N3).add(fact("k", Facts.N2, 1));

    run(formerOwner(reaching(N2, N4)), 5_000);
    assertFalse(register(N1).isComplete(PARTITION), "n3 was an owner, n4 was none");

    run(formerOwner(reaching(N2, N3)), 5_000);
    assertEquals(disk(N3).read(KEY), disk(N1).read(KEY));
    assertTrue(register(N1).isComplete(PARTITION));
  }

  @Test
  void anIncompleteOwnerFillsButDoesNotMakeComplete() {
    register(N1).stand(Standing.REPLACED, List.of());
    register(N2).stand(Standing.REPLACED, List.of());
    disk(N2).add(fact("k", Facts.N1, 1));

    run(10_000);
    assertEquals(1, disk(N1).size());
    assertFalse(register(N1).isComplete(PARTITION));

    register(N2).complete(PARTITION);
    run(10_000);
    assertTrue(register(N1).isComplete(PARTITION));
  }

  @Test
  void aNewDirectoryIsNotCompletedByComparing() {
    register(N1).stand(Standing.NEW, List.of());

    run(20_000);

    assertFalse(register(N1).isComplete(PARTITION));
  }

  @Test
  void thousandsOfFactsAndLargeOnesComeInPiecesThatFitAFrame() {
    register(N1).stand(Standing.REPLACED, List.of());
    List<Key> keys = keysOf(PARTITION, 700);
    for (int i = 0; i < keys.size(); i++) {
      for (int seq = 1; seq <= 4; seq++) {
        disk(N2).add(fact(keys.get(i).value(), Facts.N2, 4L * i + seq));
      }
    }
    for (int seq = 1; seq <= 30; seq++) {
      Dot dot = new Dot(Facts.N1, seq);
      disk(N3).add(new Fact(KEY, dot, HybridTime.ofMillis(seq), "noted", new byte[32_000]));
    }

    run(10_000);

    assertEquals(2_830, disk(N1).size());
    assertTrue(register(N1).isComplete(PARTITION));
    assertEquals(2_830, machine.counts().filled());
  }

  @Test
  void anOwnerThatLeftFactsToTheArchiveDoesNotDifferFromOneThatHoldsThem() {
    everywhere(fact("k", Facts.N1, 1));
    everywhere(fact("k", Facts.N2, 1));
    disk(N1).evict(KEY);
    disk(N2).evict(KEY);
    disk(N2).add(fact("k", Facts.N2, 1));

    run(20_000);

    assertEquals(0, disk(N1).size(), "nothing is fetched to be evicted again");
    assertEquals(0, machine.counts().differed());
  }

  @Test
  void aLostDiskIsFilledWithStubsAsWell() {
    register(N1).stand(Standing.REPLACED, List.of());
    disk(N2).add(fact("k", Facts.N1, 1));
    disk(N2).evict(KEY);
    disk(N2).add(fact("k", Facts.N2, 1));

    run(5_000);

    assertTrue(register(N1).isComplete(PARTITION));
    assertEquals(disk(N2).read(KEY), disk(N1).read(KEY));
    assertEquals(2, machine.counts().filled());
  }

  @Test
  void aStubThatOthersForgetIsNotFetched() {
    disk(N2).add(fact("k", Facts.N1, 1));
    disk(N2).evict(KEY);
    now = Stub.KEPT.toMillis() + 1_000;
    List.of(N2, N3).forEach(node -> peers.heard(node, now));

    run(20_000);

    assertEquals(FactSet.EMPTY, disk(N1).read(KEY));
    assertEquals(0, machine.counts().differed());
  }

  @Test
  void factsAreFetchedHoweverOldTheyAre() {
    disk(N2).add(fact("k", Facts.N1, 1));
    now = Stub.KEPT.toMillis() + 1_000;
    List.of(N2, N3).forEach(node -> peers.heard(node, now));

    run(20_000);

    assertEquals(1, disk(N1).size());
  }

  @Test
  void aPeerThatDoesNotAnswerIsGivenUpAndRests() {
    List<SyncEffect> asked = machine.tick(WALL, 0);
    assertEquals(1, asked.size());

    assertEquals(List.of(), machine.tick(WALL, PACE.timeout() - 1));
    List<SyncEffect> next = machine.tick(WALL, PACE.timeout());

    assertFalse(next.isEmpty(), "the other owner is asked meanwhile");
    assertFalse(to(asked).equals(to(next)));
  }

  @Test
  void aDoubledOrLateAnswerIsNoneToTheNextQuestion() {
    disk(N2).add(fact("k", Facts.N2, 1));
    register(N1).stand(Standing.REPLACED, List.of());
    SyncEffect.Send asked = (SyncEffect.Send) machine.tick(WALL, 0).get(0);
    RingMessage answer = answer(asked);

    assertEquals(1, machine.received(asked.to(), placement.era(), answer, 1).size());

    assertEquals(List.of(), machine.received(asked.to(), placement.era(), answer, 2));
  }

  @Test
  void aPeerThatSumsInAnotherWayIsLeftAlone() {
    SyncEffect.Send asked = (SyncEffect.Send) machine.tick(WALL, 0).get(0);
    long question = ((RingMessage.DigestAsk) asked.message()).question();

    List<SyncEffect> next =
        machine.received(
            asked.to(),
            placement.era(),
            new RingMessage.DigestTell(question, true, List.of(1L, 2L)),
            1);

    assertEquals(List.of(), next);
    assertEquals(0, machine.counts().differed());
  }

  @Test
  void whatIsFilledIsNotGoneThroughAgain() {
    register(N1).stand(Standing.REPLACED, List.of());

    perform(machine, machine.tick(WALL, 0));

    assertTrue(register(N1).isComplete(PARTITION));
    assertEquals(3, machine.counts().compared(), "two to fill, and the round begins");
  }

  @Test
  void ownersFillAtOnceButNoTwoOfThemTheSamePartition() {
    Partition other = Partition.all().get((PARTITION.number() + 1) % Partition.COUNT);
    register(N1).stand(Standing.REPLACED, List.of());

    assertEquals(1, machine.tick(WALL, 0).size());
    Map<NodeId, Partition> asked = new TreeMap<>();
    for (SyncEffect two : machineOf(List.of(PARTITION, other), peers, 1).tick(WALL, 0)) {
      SyncEffect.Send send = (SyncEffect.Send) two;
      asked.put(send.to(), ((RingMessage.DigestAsk) send.message()).partition());
    }

    assertEquals(Set.of(N2, N3), asked.keySet());
    assertEquals(Set.of(PARTITION, other), Set.copyOf(asked.values()));
  }

  @Test
  void anOwnerThatHadNothingNewIsSparedForLongerThanItAnswered() {
    AntiEntropy sparing = sparingMachine(2);

    assertEquals(List.of(), filled(sparing, sparing.tick(WALL, 0), 300));

    assertEquals(List.of(), sparing.tick(WALL, 875));
    assertEquals(1, sparing.tick(WALL, 900).size());
  }

  @Test
  void anOwnerThatFilledIsSparedForAsLongAsItAnsweredAlsoWhileThatIsStored() {
    disk(N2).add(fact(keysOf(PARTITION, 1).get(0).value(), Facts.N2, 1));
    AntiEntropy sparing = sparingMachine(2);

    List<SyncEffect> names = filled(sparing, sparing.tick(WALL, 0), 100);
    List<SyncEffect> store = filled(sparing, filled(sparing, names, 200), 300);
    SyncEffect.Store kept = (SyncEffect.Store) store.get(0);

    assertEquals(List.of(), sparing.stored(kept.fetched(), 500));
    assertEquals(List.of(), sparing.tick(WALL, 575), "300 ms it answered, and rests until 600");
    assertEquals(1, sparing.tick(WALL, 600).size());
  }

  @Test
  void shortRestsArePutTogether() {
    AntiEntropy sparing = sparingMachine(3);

    List<SyncEffect> second = filled(sparing, sparing.tick(WALL, 0), 10);
    assertEquals(1, second.size(), "the next begins at once");
    assertEquals(List.of(), filled(sparing, second, 40));

    assertEquals(List.of(), sparing.tick(WALL, 75), "for both it rests");
    assertEquals(1, sparing.tick(WALL, 120).size());
  }

  @Test
  void aRoundRestsInProportionToWhatItRead() {
    for (int seq = 1; seq <= 500; seq++) {
      everywhere(fact("k", Facts.N1, seq));
    }
    run(1_000);
    assertEquals(2, machine.counts().compared(), "500 facts at 1000 a second, and a pause");

    run(1_200);

    assertEquals(4, machine.counts().compared());
  }

  /** It lacks some partitions, and only one owner is in reach to fill them. */
  private AntiEntropy sparingMachine(int lacking) {
    List<Partition> partitions =
        Partition.all().stream().skip(PARTITION.number()).limit(lacking).toList();
    register(N1).stand(Standing.REPLACED, List.of());
    SyncPace pace = new SyncPace(100, 1_000, 5_000, 1_000, 2, 1, 2, 2_000);
    return machineOf(partitions, reaching(N2), pace, 1);
  }

  /** Nothing is missing by the answer to the one question. */
  private List<SyncEffect> filled(AntiEntropy machine, List<SyncEffect> asked, long now) {
    RingMessage answer = answer((SyncEffect.Send) asked.get(0));
    return machine.received(N2, placement.era(), answer, now);
  }

  /** It owned with n2 and n3, and now n4 does. */
  private AntiEntropy formerOwner(Peers inReach) {
    List<Partition> partitions = List.of(PARTITION);
    Placement next = Rings.ring(N2, N3, N4);
    return new AntiEntropy(
        N1,
        next,
        List.of(placement),
        gone -> false,
        partitions,
        disk(N1),
        register(N1),
        inReach,
        PACE,
        new Bootstrap(N1, next, partitions),
        1);
  }

  private AntiEntropy machineWithout(NodeId absent) {
    NodeId[] there =
        placement.ring().nodes().stream()
            .filter(node -> !node.equals(absent))
            .toArray(NodeId[]::new);
    return machineOf(List.of(PARTITION), reaching(there), 50_000);
  }

  private static Peers reaching(NodeId... nodes) {
    Peers some = new Peers(N1, 100_000_000, 0);
    List.of(nodes).forEach(node -> some.heard(node, 0));
    return some;
  }

  private AntiEntropy machineOf(List<Partition> partitions, Peers inReach, long firstQuestion) {
    return machineOf(partitions, inReach, PACE, firstQuestion);
  }

  private AntiEntropy machineOf(
      List<Partition> partitions, Peers inReach, SyncPace pace, long firstQuestion) {
    return new AntiEntropy(
        N1,
        placement,
        List.of(),
        gone -> false,
        partitions,
        disk(N1),
        register(N1),
        inReach,
        pace,
        new Bootstrap(N1, placement, partitions),
        firstQuestion);
  }

  private void run(long millis) {
    run(machine, millis);
  }

  private void run(AntiEntropy running, long millis) {
    for (long end = now + millis; now < end; now += 10) {
      perform(running, running.tick(WALL + now, now));
    }
  }

  private void perform(AntiEntropy running, List<SyncEffect> first) {
    Deque<SyncEffect> effects = new ArrayDeque<>(first);
    while (!effects.isEmpty()) {
      SyncEffect effect = effects.poll();
      if (effect instanceof SyncEffect.Send send) {
        effects.addAll(running.received(send.to(), running.era(), answer(send), now));
      } else if (effect instanceof SyncEffect.Store store) {
        store.fetched().facts().forEach(disk(N1)::add);
        store.fetched().stubs().forEach(disk(N1)::add);
        effects.addAll(running.stored(store.fetched(), now));
      } else if (effect instanceof SyncEffect.Complete complete) {
        register(N1).complete(complete.partition());
      }
    }
  }

  private RingMessage answer(SyncEffect.Send question) {
    SyncResponder peer =
        new SyncResponder(disk(question.to()), register(question.to())::isComplete, facts -> true);
    return sent(peer.answer(sent(question.message())).get(0));
  }

  /** As it comes out of the wire. */
  private static RingMessage sent(RingMessage message) {
    byte[] bytes = RingCodec.encode(new Envelope(N1, N2, Era.FIRST, message), 0);
    assertTrue(bytes.length < FRAME, () -> bytes.length + " bytes");
    return RingCodec.decode(bytes, 0).message();
  }

  private static NodeId to(List<SyncEffect> effects) {
    return ((SyncEffect.Send) effects.get(0)).to();
  }

  private void everywhere(Fact fact) {
    disks.values().forEach(disk -> disk.add(fact));
  }

  private FakeDisk disk(NodeId node) {
    return disks.computeIfAbsent(node, id -> new FakeDisk());
  }

  private FakeRegister register(NodeId node) {
    return registers.computeIfAbsent(node, id -> new FakeRegister());
  }

  private static List<Key> keysOf(Partition partition, int count) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> new Key("key" + i))
        .filter(key -> Partition.of(key).equals(partition))
        .limit(count)
        .toList();
  }

  private static Member member(NodeId node) {
    return new Member(node, "z", "h:1", "m:1");
  }
}
