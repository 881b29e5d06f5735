package kassa.ring.antientropy;

import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kassa.ring.Facts;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Bootstrap.Progress;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.wire.RingMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** n3 is joining n1 and n2, and will own everything with them. */
class BootstrapTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final Key KEY = new Key("k");
  private static final long PAUSE = 50;
  private static final SyncPace PACE = new SyncPace(PAUSE, 1_000, 5_000, 1_000, 2, 0, 2, 2_000);
  private static final Placement PLACEMENT =
      new Placement(
          Rings.ring(N1, N2).ring(),
          Rings.ring(N1, N2, N3).ring(),
          List.of(N3),
          Rings.ring(N1, N2).era());

  private final Map<NodeId, FakeDisk> disks =
      new TreeMap<>(Map.of(N1, new FakeDisk(), N2, new FakeDisk(), N3, new FakeDisk()));
  private final Peers peers = reaching(N1, N2);
  private final FakeRegister register = new FakeRegister();
  private final AntiEntropy machine = machine(peers);
  private long now;

  @BeforeEach
  void aRing() {
    register.stand(Standing.CREATED, Partition.all());
  }

  @Test
  void whoIsJoiningFetchesWhatItWillOwnFromWhoeverOwnsIt() {
    disk(N1).add(fact("k", Facts.N1, 1));
    disk(N2).add(fact("k", Facts.N1, 1));
    assertEquals(new Progress(0, 1), machine.ahead());

    run(1_000);

    assertEquals(disk(N1).read(KEY), disk(N3).read(KEY));
    assertEquals(new Progress(1, 1), machine.ahead());
  }

  @Test
  void itGoesOnWithAnotherOwnerEachTimeForTheyGoOnSelling() {
    disk(N1).add(fact("k", Facts.N1, 1));
    run(1_000);
    disk(N2).add(fact("k", Facts.N2, 1));

    run(1_000);

    assertEquals(2, disk(N3).read(KEY).size());
  }

  @Test
  void whoIsOutOfReachIsPassedOver() {
    SyncEffect.Send asked = (SyncEffect.Send) machine(reaching(N2)).tick(0, 0).get(0);

    assertEquals(N2, asked.to());
  }

  @Test
  void itRestsForAMultipleOfWhatAPartitionTook() {
    List<SyncEffect> asked = machine.tick(0, 0);
    answer(machine, asked, 100);

    assertEquals(List.of(), machine.tick(0, 275));
    assertEquals(1, machine.tick(0, 300).size());
  }

  @Test
  void itIsInNoHurryOnceNothingIsNew() {
    answer(machine, machine.tick(0, 0), 0);

    assertEquals(List.of(), machine.tick(0, PAUSE - 1));
    assertEquals(1, machine.tick(0, PAUSE).size());
  }

  @Test
  void whoOwnsOrWillNeverOwnFetchesNothing() {
    Bootstrap owner = new Bootstrap(N1, PLACEMENT, List.of(Partition.of(KEY)));

    assertEquals(Progress.NONE, owner.progress());
    assertTrue(owner.next(pair -> true).isEmpty());
  }

  private static Peers reaching(NodeId... nodes) {
    Peers some = new Peers(N3, 100_000_000, 0);
    List.of(nodes).forEach(node -> some.heard(node, 0));
    return some;
  }

  private AntiEntropy machine(Peers inReach) {
    List<Partition> one = List.of(Partition.of(KEY));
    return new AntiEntropy(
        N3,
        PLACEMENT,
        List.of(),
        gone -> false,
        one,
        disk(N3),
        register,
        inReach,
        PACE,
        new Bootstrap(N3, PLACEMENT, one),
        1);
  }

  private FakeDisk disk(NodeId node) {
    return Objects.requireNonNull(disks.get(node));
  }

  private void run(long millis) {
    for (long end = now + millis; now < end; now += 10) {
      answer(machine, machine.tick(now, now), now);
    }
  }

  /** Until nothing is left to be answered. */
  private void answer(AntiEntropy asking, List<SyncEffect> effects, long at) {
    for (SyncEffect effect : effects) {
      if (effect instanceof SyncEffect.Send send) {
        RingMessage told =
            new SyncResponder(disk(send.to()), partition -> true, facts -> false)
                .answer(send.message())
                .get(0);
        answer(asking, asking.received(send.to(), PLACEMENT.era(), told, at), at);
      } else if (effect instanceof SyncEffect.Store store) {
        store.fetched().facts().forEach(disk(N3)::add);
        answer(asking, asking.stored(store.fetched(), at), at);
      }
    }
  }
}
