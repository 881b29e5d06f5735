package kassa.ring.outbox;

import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import kassa.ring.Fact;
import kassa.ring.Facts;
import org.junit.jupiter.api.Test;

class HandoffTest {
  private static final HandoffSettings SETTINGS = HandoffSettings.TO_ARCHIVE;
  private static final long LONGEST_FIRST_WAIT = SETTINGS.backoff().first();
  private static final Fact A = fact("a", Facts.N1, 1);
  private static final Fact B = fact("b", Facts.N1, 2);

  private final Handoff handoff = new Handoff(SETTINGS, 7, new Random(1));

  @Test
  void whatArrivedOfAFailedBatchIsSettledAndTheRestComesAgain() {
    long batch = sent(0);

    assertEquals(
        Set.of(A.dot()), handoff.failed(batch, Set.of(A.dot(), fact("c", Facts.N1, 3).dot()), 10));
    assertEquals(Set.of(), handoff.failed(batch, Set.of(B.dot()), 11), "it is over");
    assertFalse(handoff.wantsBatch(true, 10), "not at once");
    assertTrue(handoff.wantsBatch(true, 10 + LONGEST_FIRST_WAIT));
  }

  @Test
  void theWaitGrowsOnlyWhereNothingArrives() {
    long now = 0;
    for (int failure = 1; failure <= 6; failure++) {
      var unused = handoff.failed(sent(now), Set.of(A.dot()), now);
      assertTrue(handoff.wantsBatch(true, now += LONGEST_FIRST_WAIT), "after " + failure);
      handoff.loaded(List.of(), now);
      now += SETTINGS.pause();
    }
  }

  @Test
  void aBatchThatTookLongIsRestedFromAsLong() {
    long batch = sent(0);

    assertEquals(Set.of(A.dot(), B.dot()), handoff.delivered(batch, 4_000));

    assertFalse(handoff.wantsBatch(true, 7_999));
    assertTrue(handoff.wantsBatch(true, 8_000));
  }

  @Test
  void towardsPeersNothingIsRestedFrom() {
    HandoffSettings toPeer = HandoffSettings.TO_PEER;
    Handoff hints = new Handoff(toPeer, 7, new Random(1));
    assertTrue(hints.wantsBatch(true, 0));
    long batch = hints.loaded(List.of(A), 0).orElseThrow();

    assertEquals(Set.of(A.dot()), hints.delivered(batch, 4_000));

    assertTrue(hints.wantsBatch(true, 4_000));
  }

  private long sent(long now) {
    assertTrue(handoff.wantsBatch(true, now));
    return handoff.loaded(List.of(A, B), now).orElseThrow();
  }
}
