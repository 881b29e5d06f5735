package kassa.ring.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.stream.Stream;
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
import kassa.ring.wire.RingMessage.Deliver;
import org.junit.jupiter.api.Test;

/** A ring of this node only, while another one is joining. */
class CoordinatorTest {
  private static final Key KEY = new Key("k");
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final FactSet HELD = FactSet.of(List.of(Facts.fact("k", Facts.N1, 1)));

  private final Peers peers = new Peers(N1, 100, 0);
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

  @Test
  void whoIsJoiningIsSentWhatIsWrittenAndNotWaitedFor() {
    long later = PendingCopies.RISING;
    peers.heard(N2, 0);
    append(0);
    peers.heard(N2, later);

    List<Effect> stored = append(later);

    assertEquals(1, stored.size());
    assertInstanceOf(Effect.Appended.class, stored.get(0));
    List<Effect> sent = coordinator.tick(later + PendingCopies.COLLECTED);
    Effect.Send copy = assertInstanceOf(Effect.Send.class, sent.get(0));
    assertEquals(N2, copy.to());
    assertEquals(HELD.inOrder(), assertInstanceOf(Deliver.class, copy.message()).facts());
  }

  @Test
  void whoIsJoiningAndOutOfReachIsSentNothing() {
    append(0);
    append(PendingCopies.RISING);

    assertEquals(List.of(), coordinator.tick(2 * PendingCopies.RISING));
  }

  private List<Effect> append(long now) {
    List<Effect> begun = coordinator.ensure(7, KEY, HELD, now + 1_000);
    long round = assertInstanceOf(Effect.Commit.class, begun.get(0)).round();
    return coordinator.committed(round, FactSet.EMPTY, now);
  }

  private static RingDescriptor ring(NodeId... nodes) {
    List<Member> members =
        Stream.of(nodes).map(node -> new Member(node, "a", "h:1", "m:1")).toList();
    return new RingDescriptor("test", new Replication(2, 1, 2), members);
  }

  private Coordinator coordinator() {
    RingDescriptor alone = ring(N1);
    return new Coordinator(
        N1,
        new Placement(alone, ring(N1, N2), List.of(N2), alone.era()),
        partition -> true,
        new Recorder(Facts.N1, new HybridClock(HybridTime.ofMillis(0))),
        peers,
        new PeerClocks(),
        1);
  }
}
