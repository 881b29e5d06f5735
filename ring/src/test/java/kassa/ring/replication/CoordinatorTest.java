package kassa.ring.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import kassa.ring.FactSet;
import kassa.ring.Facts;
import kassa.ring.HybridClock;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.membership.PeerClocks;
import kassa.ring.membership.Peers;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import org.junit.jupiter.api.Test;

/** A ring of this node only. */
class CoordinatorTest {
  private static final Key KEY = new Key("k");
  private static final NodeId N1 = new NodeId("n1");
  private static final FactSet HELD = FactSet.of(List.of(Facts.fact("k", Facts.N1, 1)));

  private final Coordinator coordinator = coordinator();

  @Test
  void aReadThatWaitedTooLongIsAnsweredWithoutALookAtTheDisk() {
    List<Effect> late =
        coordinator.read(
            7,
            KEY,
            () -> {
              throw new AssertionError("nobody waits for it any more");
            },
            1_000,
            1_000);

    assertEquals(List.of(new Effect.Answered(7, new ReadOutcome.Unreachable(FactSet.EMPTY))), late);
  }

  @Test
  void aReadThatIsInTimeIsBegun() {
    List<Effect> begun = coordinator.read(7, KEY, () -> HELD, 1_000, 999);

    Effect.Answered answered = assertInstanceOf(Effect.Answered.class, begun.get(0));
    assertEquals(new ReadOutcome.Found(HELD, 1), answered.outcome());
  }

  private static Coordinator coordinator() {
    Member member = new Member(N1, "a", "h:1", "m:1");
    RingDescriptor ring = new RingDescriptor("test", new Replication(1, 1, 1), List.of(member));
    return new Coordinator(
        N1,
        new Placement(ring),
        partition -> true,
        new Recorder(Facts.N1, new HybridClock(HybridTime.ofMillis(0))),
        new Peers(N1, 100, 0),
        new PeerClocks(),
        1);
  }
}
