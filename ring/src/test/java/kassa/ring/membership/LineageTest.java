package kassa.ring.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");

  private final Acquaintances peers = Acquaintances.none();

  @Test
  void anEmptyDirectoryIsTheFirstWhenEveryOtherMemberMetNone() {
    Lineage lineage = empty();

    assertEquals(Optional.empty(), lineage.heard(N2, says()));
    assertEquals(Standing.NEW, lineage.standing(), "n3 may know better");
    lineage.born(life(1), Descent.first(life(1)));
    meet(life(1), Descent.first(life(1)));
    lineage.heard(N3, says());

    assertEquals(Standing.CREATED, lineage.standing());
  }

  @Test
  void whoIsGoneIsNotWaitedForAndWhoCameInIs() {
    Lineage lineage = empty();
    lineage.heard(N2, says());

    lineage.adopt(List.of(N2, new NodeId("n4")));
    assertEquals(Standing.NEW, lineage.standing(), "n4 may have met this node");
    lineage.heard(new NodeId("n4"), says());

    assertEquals(Standing.CREATED, lineage.standing(), "without n3");
  }

  @Test
  void onePeerThatMetAnotherDirectoryIsEnoughToKnowThatOneWasLost() {
    meet(life(1), Descent.first(life(1)));
    Lineage lineage = empty();

    lineage.heard(N2, says());
    lineage.born(life(2), Descent.first(life(2)));
    lineage.heard(N3, new Testimony(true, Optional.empty(), Map.of()));

    assertEquals(Standing.REPLACED, lineage.standing());
  }

  @Test
  void peersThatLostADiskHaveNoSayButNotAllMayHave() {
    Testimony forgetful = new Testimony(false, Optional.empty(), Map.of());
    Lineage lineage = empty();
    lineage.heard(N2, forgetful);
    lineage.heard(N3, forgetful);
    assertEquals(Standing.NEW, lineage.standing());

    Lineage vouched = empty();
    vouched.heard(N2, forgetful);
    vouched.heard(N3, says());
    assertEquals(Standing.CREATED, vouched.standing());
  }

  @Test
  void aPeerIsAskedUntilItHasMetThisLife() {
    Lineage lineage = empty();
    lineage.heard(N2, says());
    lineage.born(life(1), Descent.first(life(1)));
    assertTrue(lineage.awaits(N2));

    meet(life(1), Descent.first(life(1)));
    lineage.heard(N2, says());

    assertFalse(lineage.awaits(N2));
    assertTrue(lineage.awaits(N3));
  }

  @Test
  void aPeerThatMeetsAForgottenLifeAfterItsFirstAnswerShowsAnOlderCopy() {
    meet(life(1), Descent.first(life(1)));
    Lineage lineage = lastLived(life(1), Map.of());
    Descent descent = new Descent(life(1), Optional.of(life(1)));
    assertEquals(Optional.empty(), lineage.heard(N2, says()));
    lineage.born(life(3), descent);

    meet(life(2), descent); // sent before it died, heard by a peer that was stopped meanwhile
    meet(life(3), descent);

    assertSaid("n2 met our life " + life(2), lineage.heard(N2, says()));
  }

  @Test
  void aNodeThatKnowsAllItsLivesIsNoOlderCopy() {
    meet(life(1), Descent.first(life(1)));
    meet(life(2), new Descent(life(1), Optional.of(life(1))));
    Lineage lineage = lastLived(life(2), Map.of(life(2), 7L));

    assertEquals(Optional.empty(), lineage.heard(N2, says(life(2), 7)));
    assertEquals(Standing.CREATED, lineage.standing());
  }

  @Test
  void laterFactsOfOneLifeShowAnOlderCopy() {
    Lineage lineage = lastLived(life(2), Map.of(life(2), 7L));

    assertSaid("n2 holds fact 8 of our life " + life(2), lineage.heard(N2, says(life(2), 8)));
  }

  @Test
  void aLifeThatTheDiskDoesNotKnowShowsAnOlderCopy() {
    meet(life(1), Descent.first(life(1)));
    meet(life(3), new Descent(life(1), Optional.of(life(2))));
    Lineage lineage = lastLived(life(2), Map.of());

    assertSaid("n2 met our life " + life(3), lineage.heard(N2, says()));
  }

  @Test
  void aForgottenLifeIsToldAlsoWhenThePresentOneWasMetSince() {
    meet(life(1), Descent.first(life(1)));
    meet(life(3), new Descent(life(1), Optional.of(life(2))));
    Lineage lineage = lastLived(life(2), Map.of());
    Descent descent = new Descent(life(1), Optional.of(life(2)));
    lineage.born(life(4), descent);
    meet(life(4), descent);

    assertSaid("n2 met our life " + life(3), lineage.heard(N2, says()));
  }

  @Test
  void aDirectoryFromBeforeAReplacementShowsAnOlderCopy() {
    meet(life(1), Descent.first(life(1)));
    meet(life(2), Descent.first(life(2)));
    Lineage lineage = lastLived(life(1), Map.of());

    assertSaid("n2 met our life " + life(2), lineage.heard(N2, says()));
  }

  @Test
  void aReplacementIsNoOlderCopyThoughItsFactsWereHeldBefore() {
    meet(life(1), Descent.first(life(1)));
    Lineage lineage = empty();

    assertEquals(Optional.empty(), lineage.heard(N2, says(life(1), 99)));
    lineage.born(life(2), Descent.first(life(2)));
    meet(life(2), Descent.first(life(2)));
    assertEquals(Optional.empty(), lineage.heard(N3, says(life(1), 99)));
    assertEquals(Standing.REPLACED, lineage.standing());
  }

  @Test
  void aTestimonyAndTheMemoryBehindItAreReadBack() {
    meet(life(1), Descent.first(life(1)));
    meet(life(3), new Descent(life(1), Optional.empty()));
    meet(life(4), Descent.first(life(4)));
    Testimony testimony = says(life(3), 5);

    assertEquals(testimony, Testimony.parse("colour=blue\n" + testimony.toText()));
    assertEquals(peers.of(N1), Acquaintances.parse(peers.toText()).of(N1));
  }

  @Test
  void anEarlierLifeThatStillSpeaksIsNoNews() {
    meet(life(2), Descent.first(life(2)));

    assertFalse(peers.meet(identity(life(1), Descent.first(life(1)))));
    assertFalse(peers.meet(identity(life(2), Descent.first(life(2)))));
    assertTrue(peers.meet(identity(life(3), new Descent(life(2), Optional.of(life(2))))));
  }

  @Test
  void aLifeThatPeersTakeForAnEarlierOneThanTheyMetHasToEnd() {
    meet(life(9), Descent.first(life(9)));
    Lineage lineage = empty();
    lineage.born(life(2), Descent.first(life(2)));

    assertEquals(Optional.empty(), lineage.heard(N2, says()));
    assertEquals(Optional.of(life(9)), lineage.later(says()));
    lineage.born(life(10), Descent.first(life(10)));
    assertEquals(Optional.empty(), lineage.later(says()));
  }

  private void meet(Incarnation life, Descent descent) {
    assertTrue(peers.meet(identity(life, descent)));
  }

  private static PeerIdentity identity(Incarnation life, Descent descent) {
    return new PeerIdentity(life, descent, "pekko://kassa@n1:1", "d", 3, true);
  }

  private Testimony says() {
    return new Testimony(true, peers.of(N1), Map.of());
  }

  private Testimony says(Incarnation life, long seq) {
    return new Testimony(true, peers.of(N1), Map.of(life, seq));
  }

  private static Lineage empty() {
    return new Lineage(Optional.empty(), Optional.empty(), Map.of(), Standing.NEW, List.of(N2, N3));
  }

  private static Lineage lastLived(Incarnation last, Map<Incarnation, Long> recorded) {
    return new Lineage(
        Optional.of(last), Optional.of(life(1)), recorded, Standing.CREATED, List.of(N2, N3));
  }

  private static Incarnation life(long startedAt) {
    return new Incarnation(N1, startedAt, 7);
  }

  private static void assertSaid(String expected, Optional<String> said) {
    assertTrue(said.orElse("").startsWith(expected), said::toString);
  }
}
