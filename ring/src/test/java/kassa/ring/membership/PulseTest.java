package kassa.ring.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import kassa.ring.NodeId;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final NodeId SELF = new NodeId("n1");
  private static final long HEDGE = 200;

  private final Pulse pulse = new Pulse();

  @Test
  void inASmallRingEveryPeerIsPingedAtEveryBeat() {
    List<NodeId> all = others(10);

    assertEquals(0, Pulse.turn(all.size()));
    assertEquals(Set.copyOf(all), pulse.due(all, peers(all), 0));
    assertEquals(Set.copyOf(all), pulse.due(all, peers(all), 100));
  }

  @Test
  void inALargeOneEachHasItsTurnAndABeatCostsTheSame() {
    List<NodeId> all = others(99);
    Peers peers = peers(all);
    Set<NodeId> pinged = new HashSet<>();
    for (long now = 0; now <= Pulse.turn(all.size()); now += Pulse.BEAT) {
      Set<NodeId> due = pulse.due(all, peers, now);
      assertEquals(Pulse.AT_ONCE, due.size());
      pinged.addAll(due);
    }

    assertEquals(Set.copyOf(all), pinged);
  }

  @Test
  void whoeverWasAskedAndIsSilentIsPingedOutOfTurnUntilItIsGivenUp() {
    List<NodeId> all = others(99);
    Peers peers = peers(all);
    NodeId silent = all.get(98);
    peers.asked(silent, 0);

    assertTrue(pulse.due(all, peers, 100).contains(silent));
    assertTrue(pulse.due(all, peers, 2 * HEDGE).contains(silent));
    assertTrue(peers.reachable(silent, 2 * HEDGE));
    assertFalse(peers.reachable(silent, 2 * HEDGE + 1), "as soon as in a small ring");
    assertFalse(pulse.due(all, peers, 2 * HEDGE + 1).contains(silent));

    peers.heard(silent, 500);
    assertTrue(peers.reachable(silent, 500));
  }

  @Test
  void whoWasAskedNothingMayBeSilentForATurn() {
    List<NodeId> all = others(99);
    Peers peers = peers(all);
    long turn = Pulse.turn(all.size());

    assertTrue(peers.reachable(all.get(0), 2 * HEDGE + turn));
    assertFalse(peers.reachable(all.get(0), 2 * HEDGE + turn + 1));
  }

  private static List<NodeId> others(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("n" + (i + 2))).toList();
  }

  private static Peers peers(List<NodeId> all) {
    Peers peers = new Peers(SELF, HEDGE, Pulse.turn(all.size()));
    all.forEach(node -> peers.heard(node, 0));
    return peers;
  }
}
