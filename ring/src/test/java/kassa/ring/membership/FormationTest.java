package kassa.ring.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Formation.Step;
import org.junit.jupiter.api.Test;

class FormationTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final List<NodeId> ALL = List.of(N1, N2, N3);

  private final Formation first = new Formation(N1, ALL);
  private final Formation second = new Formation(N2, ALL);
  private final Formation third = new Formation(N3, ALL);

  @Test
  void whoeverFindsAMemberJoinsIt() {
    Step step = first.next(Map.of(N2, outside(N2), N3, member(N3)), 0);

    assertEquals(new Step.Join(List.of("pekko://kassa@n3:1")), step);
  }

  @Test
  void theLowestOfAMajorityWithoutAClusterAsksForVotes() {
    assertEquals(new Step.AskVotes(List.of(N2)), first.next(Map.of(N2, outside(N2)), 0));
    assertInstanceOf(Step.Wait.class, second.next(Map.of(N1, outside(N1)), 0), "not the lowest");
    assertInstanceOf(Step.Wait.class, third.next(Map.of(), 0), "no majority");
  }

  @Test
  void twoCandidatesThatSeeDifferentMajoritiesNeverBothGetOne() {
    // n1 sees n3 only, n2 sees n3 only: each is the lowest of a majority that it can see.
    assertInstanceOf(Step.AskVotes.class, first.next(Map.of(N3, outside(N3)), 0));
    assertInstanceOf(Step.AskVotes.class, second.next(Map.of(N3, outside(N3)), 0));

    boolean forFirst = third.grant(N1, false, 10);
    boolean forSecond = third.grant(N2, false, 20);

    assertTrue(forFirst);
    assertFalse(forSecond);
    assertTrue(first.mayForm(1, 0, 100));
    assertFalse(second.mayForm(0, 0, 100));
  }

  @Test
  void aVoteIsFreeAgainAfterTheLeaseByWhichItsCandidateMustHaveFormed() {
    assertTrue(third.grant(N1, false, 0));

    assertFalse(third.grant(N2, false, Formation.LEASE - 1));
    assertTrue(third.grant(N2, false, Formation.LEASE));
    assertFalse(first.mayForm(2, 0, Formation.LEASE / 2), "n1 slept between votes and forming");
  }

  @Test
  void aCandidateThatVotedForAnotherDoesNotStandItself() {
    assertTrue(first.grant(N2, false, 0));

    assertInstanceOf(Step.Wait.class, first.next(Map.of(N2, outside(N2)), 10));
  }

  @Test
  void whoOwnsNothingNeitherFormsNorCounts() {
    Formation newcomer = new Formation(new NodeId("n0"), ALL);
    Map<NodeId, PeerIdentity> two = Map.of(N1, outside(N1), N2, outside(N2));

    assertInstanceOf(Step.Wait.class, newcomer.next(two, 0));
    Map<NodeId, PeerIdentity> one = Map.of(new NodeId("n4"), outside(new NodeId("n4")));
    assertInstanceOf(Step.Wait.class, first.next(one, 0), "n4 owns nothing");
    first.adopt(List.of(N1, new NodeId("n4")));
    assertInstanceOf(Step.AskVotes.class, first.next(one, 0));
  }

  @Test
  void aMemberGivesNoVote() {
    assertFalse(third.grant(N1, true, 0));
  }

  @Test
  void anEarlierLifeIsDownedOnlyWhenItIsGoneAndANewerOneIsThere() {
    ClusterMember old = new ClusterMember("a", life(N1, 1), false);
    ClusterMember lingering = new ClusterMember("b", life(N1, 2), true);
    ClusterMember newest = new ClusterMember("c", life(N1, 3), true);
    ClusterMember away = new ClusterMember("d", life(N2, 1), false);

    assertEquals(List.of(old), ClusterMember.superseded(List.of(old, lingering, newest, away)));
    assertEquals(List.of(), ClusterMember.superseded(List.of(old, away)), "nobody came back");
  }

  @Test
  void anIdentityIsReadBackAlsoWithLinesOfANewerVersion() {
    PeerIdentity identity = member(N3);

    assertEquals(identity, PeerIdentity.parse("colour=blue\n" + identity.toText() + "\nnonsense"));
  }

  private static PeerIdentity outside(NodeId node) {
    return new PeerIdentity(
        life(node, 1), Descent.first(life(node, 1)), "pekko://kassa@" + node + ":1", "d", 3, false);
  }

  private static PeerIdentity member(NodeId node) {
    return new PeerIdentity(
        life(node, 1), Descent.first(life(node, 1)), "pekko://kassa@" + node + ":1", "d", 3, true);
  }

  private static Incarnation life(NodeId node, long startedAt) {
    return new Incarnation(node, startedAt, 7);
  }
}
