package kassa.ring.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import kassa.ring.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final NodeId PEER = new NodeId("n2");
  private static final long HEDGE = 200;

  private final Peers peers = new Peers(new NodeId("n1"), HEDGE, 0);

  @BeforeEach
  void bothAreThere() {
    peers.beat(1_000);
    peers.heard(PEER, 1_000);
  }

  @Test
  void whoSaysNothingForTwoHedgeTimesIsPassedOver() {
    beatUntil(1_400);
    assertTrue(peers.reachable(PEER, 1_400));

    beatUntil(1_500);
    assertFalse(peers.reachable(PEER, 1_500));
  }

  @Test
  void whoWasAskedAndSaysNothingForTwoHedgeTimesIsPassedOver() {
    Peers largeRing = new Peers(new NodeId("n1"), HEDGE, 10_000);
    largeRing.heard(PEER, 1_000);
    largeRing.asked(PEER, 1_000);

    assertTrue(largeRing.reachable(PEER, 1_400));
    assertFalse(largeRing.reachable(PEER, 1_401));
  }

  @Test
  void whileThisNodeStandsStillNobodyIsSilent() {
    peers.asked(PEER, 1_000);
    peers.beat(6_000);

    assertTrue(peers.reachable(PEER, 6_000));
    assertEquals(OptionalLong.of(1_000), peers.lastHeard(PEER), "what people are told is true");

    beatFrom(6_000, 6_500);
    assertFalse(peers.reachable(PEER, 6_500), "it had its time since then");
  }

  @Test
  void whoWasSilentBeforeIsSilentStill() {
    beatUntil(1_500);
    peers.beat(6_000);

    assertFalse(peers.reachable(PEER, 6_000));
  }

  private void beatUntil(long end) {
    beatFrom(1_000, end);
  }

  private void beatFrom(long start, long end) {
    for (long now = start + Pulse.BEAT; now <= end; now += Pulse.BEAT) {
      peers.beat(now);
    }
  }
}
