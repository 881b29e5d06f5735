package kassa.ring.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import kassa.ring.NodeId;
import org.junit.jupiter.api.Test;

class PeerClocksTest {
  private static final long NOON = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final NodeId N4 = new NodeId("n4");
  private static final NodeId N5 = new NodeId("n5");

  private final PeerClocks clocks = new PeerClocks();

  /** Milliseconds since the test began, which is what the monotonic clock shows. */
  private long now = 50;

  /** By how much this node's wall clock is ahead of noon plus those. */
  private long ahead;

  @Test
  void aClockThatAllPeersShareIsRight() {
    answer(N2, 0);
    answer(N3, -900);

    assertEquals(Optional.empty(), skew());
  }

  @Test
  void aClockFromWhichAMajorityDiffersIsOffByWhatTheySay() {
    ahead = HOUR;
    answer(N2, 0);
    answer(N3, 0);

    assertEquals(Optional.of(new ClockSkew(HOUR, List.of(N2, N3))), skew());
    assertEquals("3600000 ms ahead of n2, n3", skew().orElseThrow().toString());
  }

  @Test
  void aClockMayBeBehindAsWell() {
    ahead = -1_500;
    answer(N2, 0);
    answer(N3, 0);

    assertEquals("1500 ms behind n2, n3", skew().orElseThrow().toString());
  }

  @Test
  void aPeerThatIsOffAloneIsOutvoted() {
    answer(N2, HOUR);
    answer(N3, 0);

    assertEquals(Optional.empty(), skew());
  }

  @Test
  void oneOfTwoNodesCannotKnowWhichIsWrong() {
    answer(N2, HOUR);

    assertEquals(Optional.empty(), skew());
    assertEquals(HOUR, clocks.all(wall(), now).get(0).ahead());
  }

  @Test
  void aNodeAloneCannotKnow() {
    ahead = HOUR;

    assertEquals(Optional.empty(), skew());
  }

  @Test
  void clocksThatAreAllApartStopNobody() {
    answer(N2, HOUR);
    answer(N3, -HOUR);

    assertEquals(Optional.empty(), skew());
  }

  @Test
  void aMinorityOfWrongClocksThatAgreeIsNotBelieved() {
    answer(N2, HOUR);
    answer(N3, HOUR);
    answer(N4, 0);
    answer(N5, 0);

    assertEquals(Optional.empty(), skew());
  }

  @Test
  void aMajorityIsBelievedAgainstTheOneThatIsWrongAsWell() {
    ahead = HOUR;
    answer(N2, 0);
    answer(N3, 0);
    answer(N4, 0);
    answer(N5, HOUR);

    assertEquals(List.of(N2, N3, N4), skew().orElseThrow().witnesses());
  }

  @Test
  void halfOfTheNodesAreNoMajority() {
    ahead = HOUR;
    answer(N2, 0);
    answer(N3, 0);
    answer(N4, HOUR);

    assertEquals(Optional.empty(), skew());
  }

  @Test
  void anAnswerThatTookLongSaysNothing() {
    ahead = HOUR;
    long asked = now;
    now += PeerClocks.SLOW + 1;
    clocks.answered(N2, asked, NOON + now, now);
    clocks.answered(N3, asked, NOON + now, now);

    assertEquals(Optional.empty(), skew());
    assertEquals(List.of(), clocks.all(wall(), now));
  }

  @Test
  void anAnswerToNoQuestionOfThisLifeSaysNothing() {
    clocks.answered(N2, now + 1, NOON, now);

    assertEquals(List.of(), clocks.all(wall(), now));
  }

  @Test
  void whatTheWayMayExplainIsNotHeldAgainstTheClock() {
    ahead = PeerClocks.BOUND + 150;
    answerAfter(400, N2);
    answerAfter(400, N3);
    assertEquals(Optional.empty(), skew(), "200 ms each way, or 400 ms one way and nothing back");

    answerAfter(200, N2);
    answerAfter(200, N3);
    assertTrue(skew().isPresent());
  }

  @Test
  void aJumpOfTheOwnClockShowsBeforeTheNextAnswer() {
    answer(N2, 0);
    answer(N3, 0);
    assertEquals(Optional.empty(), skew());

    ahead = -HOUR;

    assertEquals(-HOUR, skew().orElseThrow().ahead());
  }

  @Test
  void aJumpOfAPeersClockShowsWithItsNextAnswer() {
    answer(N2, 0);
    answer(N3, 0);
    answer(N2, HOUR);

    assertEquals(Optional.empty(), skew());
    assertEquals(HOUR, clocks.all(wall(), now).get(0).ahead());
  }

  @Test
  void aClockThatIsPutRightIsRightAtOnce() {
    ahead = HOUR;
    answer(N2, 0);
    answer(N3, 0);
    assertTrue(skew().isPresent());

    ahead = 0;

    assertEquals(Optional.empty(), skew());
  }

  @Test
  void aClockThatComesBackSlowlyHasToComeCloserThanItWent() {
    answer(N2, 0);
    answer(N3, 0);
    ahead = 900;
    assertEquals(Optional.empty(), skew());
    ahead = 1_100;
    assertTrue(skew().isPresent());
    ahead = 900;
    assertTrue(skew().isPresent());
    ahead = 400;
    assertEquals(Optional.empty(), skew());
  }

  @Test
  void whatPeersSaidStaysGoodForAWhileWhenTheyAreAway() {
    answer(N2, 0);
    answer(N3, 0);
    now += 60_000;

    ahead = HOUR;
    assertTrue(skew().isPresent());

    now += HOUR;
    assertEquals(Optional.empty(), skew(), "clocks drift: by now nothing is certain");
  }

  private Optional<ClockSkew> skew() {
    return clocks.skew(wall(), now);
  }

  private long wall() {
    return NOON + now + ahead;
  }

  /** At once, by a peer whose clock is ahead of noon plus the milliseconds since. */
  private void answer(NodeId peer, long peerAhead) {
    clocks.answered(peer, now, NOON + now + peerAhead, now);
  }

  /** The clock is read in the middle of the way. */
  private void answerAfter(long milliseconds, NodeId peer) {
    long asked = now;
    now += milliseconds;
    clocks.answered(peer, asked, NOON + now - milliseconds / 2, now);
  }
}
