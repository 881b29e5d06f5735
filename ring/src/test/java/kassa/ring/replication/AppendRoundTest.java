package kassa.ring.replication;

import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import kassa.ring.AppendOutcome;
import kassa.ring.AppendOutcome.Stored;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Facts;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.membership.Peers;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Effect.Appended;
import kassa.ring.replication.Effect.AskArchive;
import kassa.ring.replication.Effect.Send;
import kassa.ring.wire.RingMessage.Put;
import kassa.ring.wire.RingMessage.PutAck;
import org.junit.jupiter.api.Test;

/** Owners n1 (this node), n2 and n3; N=3, W=2: what an incomplete owner's word is worth. */
class AppendRoundTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final Fact OWN = fact("k", Facts.N1, 1);
  private static final Fact EARLIER = fact("k", Facts.N2, 1);
  private static final long HEDGE = 100;

  private final Peers peers = new Peers(N1, HEDGE, 0);

  AppendRoundTest() {
    List.of(N2, N3).forEach(node -> peers.heard(node, 0));
  }

  @Test
  void aCompleteOwnerMakesUpTwoAtOnce() {
    AppendRound round = committed(true);

    assertEquals(2, stored(round.acknowledged(N2, ack(true), 5)).replicas().acked());
  }

  @Test
  void anIncompleteOwnerDoesNotHaveTheLastWordWhileAnotherMaySpeak() {
    AppendRound round = committed(true);

    assertEquals(0, appended(round.acknowledged(N2, ack(false), 5)));

    assertTrue(
        stored(round.acknowledged(N3, ack(true, EARLIER), 6)).known().contains(EARLIER.dot()));
  }

  @Test
  void neitherHasTheCoordinatorsOwnIncompleteDisk() {
    AppendRound round = committed(false);

    assertEquals(0, appended(round.acknowledged(N2, ack(true), 5)));

    assertEquals(3, stored(round.acknowledged(N3, ack(true), 6)).replicas().acked());
  }

  @Test
  void afterTheHedgeTimeItCountsForItIsOnDisk() {
    AppendRound round = committed(true);
    round.acknowledged(N2, ack(false), 5);
    assertEquals(0, appended(round.tick(HEDGE - 1)));

    assertEquals(2, stored(round.tick(HEDGE)).replicas().acked());
  }

  @Test
  void aStubStopsItUntilTheArchiveHasSpoken() {
    AppendRound round = committed(true);

    assertEquals(
        List.of(new AskArchive(1, new Key("k"))), asked(round.acknowledged(N2, left(EARLIER), 5)));
    assertEquals(0, appended(round.acknowledged(N3, left(EARLIER), 6)));

    Stored stored = stored(round.archiveRead(Optional.of(FactSet.of(List.of(EARLIER))), 30));
    assertTrue(stored.known().isWhole() && stored.known().contains(EARLIER.dot()));
  }

  @Test
  void aStubOnTheOwnDiskDoesTheSame() {
    AppendRound round = round(peers, List.of());
    round.start();
    FactSet prior = FactSet.of(List.of(EARLIER)).evicted();

    assertEquals(List.of(new AskArchive(1, new Key("k"))), asked(round.committed(prior, true, 0)));

    assertEquals(0, appended(round.acknowledged(N2, ack(true), 5)));
  }

  @Test
  void anOwnerThatStillHoldsWhatAStubNamesDoesForTheArchive() {
    AppendRound round = committed(true);
    round.acknowledged(N2, left(EARLIER), 5);

    assertTrue(stored(round.acknowledged(N3, ack(true, EARLIER), 6)).known().isWhole());
  }

  @Test
  void anArchiveThatIsAwayIsAskedAgainAndThenItCannotBeTold() {
    AppendRound round = committed(true);
    round.acknowledged(N2, left(EARLIER), 5);
    assertEquals(List.of(), asked(round.archiveRead(Optional.empty(), 10)));
    assertEquals(List.of(), asked(round.tick(10 + HEDGE - 1)));

    assertEquals(List.of(new AskArchive(1, new Key("k"))), asked(round.tick(10 + HEDGE)));

    Appended told = (Appended) round.tick(1_000).stream().reduce((a, b) -> b).orElseThrow();
    AppendOutcome.Unread unread = assertInstanceOf(AppendOutcome.Unread.class, told.outcome());
    assertTrue(unread.known().knows(EARLIER.dot()) && !unread.known().isWhole());
  }

  @Test
  void anOwnerOutOfReachIsNotWaitedFor() {
    Peers onlyN2 = new Peers(N1, HEDGE, 0);
    onlyN2.heard(N2, 0);
    AppendRound round = committed(true, onlyN2);

    assertEquals(2, stored(round.acknowledged(N2, ack(false), 5)).replicas().acked());
  }

  @Test
  void whoFollowsASilentFallbackStandsInForTheOwnerR3() {
    List<NodeId> fallbacks = List.of(new NodeId("n4"), new NodeId("n5"), new NodeId("n6"));
    Peers noOwner = new Peers(N1, HEDGE, 0);
    fallbacks.forEach(node -> noOwner.heard(node, 0));
    AppendRound round = round(noOwner, fallbacks);
    round.start();

    assertEquals(List.of(N2, N3), standsInFor(round.committed(FactSet.EMPTY, true, 0)));
    assertEquals(List.of(N2), standsInFor(round.tick(HEDGE)));
  }

  private AppendRound committed(boolean complete) {
    return committed(complete, peers);
  }

  private static AppendRound committed(boolean complete, Peers peers) {
    AppendRound round = round(peers, List.of());
    round.start();
    round.committed(FactSet.EMPTY, complete, 0);
    return round;
  }

  private static AppendRound round(Peers peers, List<NodeId> fallbacks) {
    return new AppendRound(
        1,
        1,
        new Key("k"),
        List.of(OWN),
        N1,
        new PreferenceList(List.of(N1, N2, N3), fallbacks),
        2,
        peers,
        new HedgeBudget(1),
        1_000);
  }

  private static List<NodeId> standsInFor(List<Effect> effects) {
    return effects.stream()
        .filter(e -> e instanceof Send)
        .map(e -> ((Put) ((Send) e).message()).standsInFor())
        .toList();
  }

  private static PutAck ack(boolean complete, Fact... facts) {
    return new PutAck(1, List.of(facts), Stub.NONE, complete);
  }

  private static PutAck left(Fact... facts) {
    return new PutAck(1, List.of(), FactSet.of(List.of(facts)).evicted().stub(), true);
  }

  private static List<Effect> asked(List<Effect> effects) {
    return effects.stream().filter(e -> e instanceof AskArchive).toList();
  }

  private static long appended(List<Effect> effects) {
    return effects.stream().filter(e -> e instanceof Appended).count();
  }

  private static Stored stored(List<Effect> effects) {
    AppendOutcome outcome =
        effects.stream()
            .filter(e -> e instanceof Appended)
            .map(e -> ((Appended) e).outcome())
            .findFirst()
            .orElseThrow();
    return assertInstanceOf(Stored.class, outcome);
  }
}
