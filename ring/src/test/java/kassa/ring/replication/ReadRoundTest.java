package kassa.ring.replication;

import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Facts;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.Stub;
import kassa.ring.membership.Peers;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Effect.Answered;
import kassa.ring.replication.Effect.AskArchive;
import kassa.ring.replication.Effect.Send;
import kassa.ring.wire.RingMessage.GetAck;
import org.junit.jupiter.api.Test;

/** Owners n1 (this node), n2 and n3; fallback n4; N=3, R=2. */
class ReadRoundTest {
  private static final Key KEY = new Key("k");
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final NodeId N4 = new NodeId("n4");
  private static final Fact FACT = fact("k", Facts.N2, 1);
  private static final long HEDGE = 100;
  private static final long DEADLINE = 2_000;

  private final Peers peers = new Peers(N1, HEDGE, 0);
  private final SearchLimit searches = new SearchLimit(1);

  ReadRoundTest() {
    List.of(N2, N3, N4).forEach(node -> peers.heard(node, 0));
  }

  @Test
  void whatTwoCompleteOwnersHoldIsFound() {
    ReadRound round = started(true);

    assertEquals(
        new ReadOutcome.Found(FactSet.of(List.of(FACT)), 2),
        outcome(round.answered(N2, holds(true, FACT), 5)));
  }

  @Test
  void anIncompleteOwnerDoesNotCountButWhatItHoldsDoes() {
    ReadRound round = started(true);

    assertEquals(List.of(), round.answered(N2, holds(false, FACT), 5));

    assertEquals(
        new ReadOutcome.Found(FactSet.of(List.of(FACT)), 3),
        outcome(round.answered(N3, holds(true), 6)));
  }

  @Test
  void theArchiveCountsForACompleteOwnerThatIsMissing() {
    ReadRound round = started(true);
    assertEquals(List.of(), round.answered(N2, holds(false), 5));

    assertEquals(List.of(new AskArchive(1, KEY)), round.answered(N3, holds(false), 6));

    assertEquals(
        new ReadOutcome.Found(FactSet.of(List.of(FACT)), 3),
        outcome(round.archiveRead(Optional.of(FactSet.of(List.of(FACT))), 20)));
  }

  @Test
  void theArchiveAloneIsNotEnough() {
    ReadRound round = started(false);
    round.answered(N2, holds(false), 5);
    round.answered(N3, holds(false), 6);

    assertEquals(List.of(), round.archiveRead(Optional.of(FactSet.of(List.of(FACT))), 20));

    assertInstanceOf(ReadOutcome.Unreachable.class, outcome(round.tick(DEADLINE)));
  }

  @Test
  void withTheArchiveAwayTooItCannotBeToldAndIsSaidAtOnce() {
    ReadRound round = started(true);
    round.answered(N2, holds(false, FACT), 5);
    round.answered(N3, holds(false), 6);

    assertEquals(
        new ReadOutcome.Unreachable(FactSet.of(List.of(FACT))),
        outcome(round.archiveRead(Optional.empty(), 20)));
  }

  @Test
  void whatWasLeftToTheArchiveIsReadThereBeforeAnythingIsTold() {
    ReadRound round = started(true);
    FactSet all = FactSet.of(List.of(FACT, fact("k", Facts.N2, 2)));

    assertEquals(List.of(new AskArchive(1, KEY)), round.answered(N2, left(all), 5));
    assertEquals(List.of(), round.answered(N3, left(all), 6), "once");

    assertEquals(new ReadOutcome.Found(all, 3), outcome(round.archiveRead(Optional.of(all), 20)));
  }

  @Test
  void anotherOwnerThatStillHoldsItDoesAsWell() {
    ReadRound round = started(true);
    FactSet all = FactSet.of(List.of(FACT));
    round.answered(N2, left(all), 5);

    assertEquals(new ReadOutcome.Found(all, 3), outcome(round.answered(N3, holds(true, FACT), 6)));
  }

  @Test
  void withTheArchiveAwayAStubIsNothingToTell() {
    ReadRound round = started(true);
    FactSet left = FactSet.of(List.of(FACT)).evicted();
    round.answered(N2, left(left), 5);
    round.answered(N3, left(left), 6);

    assertEquals(
        new ReadOutcome.Unreachable(left), outcome(round.archiveRead(Optional.empty(), 20)));
  }

  @Test
  void anArchiveThatLacksWhatAStubNamesIsNoHelp() {
    ReadRound round = started(true);
    FactSet left = FactSet.of(List.of(FACT)).evicted();
    round.answered(N2, left(left), 5);
    round.answered(N3, left(left), 6);

    assertEquals(
        new ReadOutcome.Unreachable(left),
        outcome(round.archiveRead(Optional.of(FactSet.EMPTY), 20)));
  }

  @Test
  void whatIsCertainIsToldThoughTheArchiveIsAway() {
    ReadRound round = started(true);
    round.tick(HEDGE);
    round.archiveRead(Optional.empty(), HEDGE + 1);
    round.answered(N2, holds(true, FACT), HEDGE + 2);

    assertTrue(round.over(), "two complete owners");
  }

  @Test
  void ownersThatAreSilentForTheHedgeTimeAreNotWaitedForBeforeTheArchiveIsAsked() {
    ReadRound round = started(true);
    assertEquals(List.of(), round.tick(HEDGE - 1));

    assertEquals(List.of(new AskArchive(1, KEY)), round.tick(HEDGE));

    assertEquals(List.of(), round.tick(HEDGE + 10), "once");
  }

  @Test
  void ownersOutOfReachAreNotWaitedForAtAll() {
    ReadRound round = round(true, new Peers(N1, HEDGE, 0), searches);

    List<Effect> effects = round.start(0);

    assertTrue(effects.contains(new AskArchive(1, KEY)), effects::toString);
  }

  @Test
  void nothingIsThereOnlyWhenEveryNodeAndTheArchiveSaySo() {
    ReadRound round = started(true);

    List<Effect> search = round.answered(N2, holds(true), 5);

    assertEquals(List.of("n4"), asked(search), "a fallback may hold it");
    assertTrue(search.contains(new AskArchive(1, KEY)), search::toString);
    assertEquals(List.of(), round.answered(N3, holds(true), 6));
    assertEquals(List.of(), round.archiveRead(Optional.of(FactSet.EMPTY), 7));
    assertEquals(new ReadOutcome.NotFound(), outcome(round.answered(N4, holds(false), 8)));
  }

  @Test
  void aSilentNodeOrArchiveMakesItUncertain() {
    ReadRound silentNode = started(true);
    silentNode.answered(N2, holds(true), 5);
    silentNode.answered(N3, holds(true), 6);
    silentNode.archiveRead(Optional.of(FactSet.EMPTY), 7);
    assertInstanceOf(ReadOutcome.Unreachable.class, outcome(silentNode.tick(DEADLINE)));

    ReadRound silentArchive = started(true);
    silentArchive.answered(N2, holds(true), 5);
    silentArchive.answered(N3, holds(true), 6);
    silentArchive.answered(N4, holds(false), 7);
    assertInstanceOf(ReadOutcome.Unreachable.class, outcome(silentArchive.tick(DEADLINE)));
  }

  @Test
  void whatOnlyAFallbackOrTheArchiveHoldsIsFoundByTheSearch() {
    ReadRound byFallback = started(true);
    byFallback.answered(N2, holds(true), 5);
    assertInstanceOf(
        ReadOutcome.Found.class, outcome(byFallback.answered(N4, holds(false, FACT), 6)));

    ReadRound byArchive = started(true);
    byArchive.answered(N2, holds(true), 5);
    assertInstanceOf(
        ReadOutcome.Found.class,
        outcome(byArchive.archiveRead(Optional.of(FactSet.of(List.of(FACT))), 6)));
  }

  @Test
  void aSearchBeyondTheLimitGetsNoAnswerAndTheNextOneMaySearch() {
    ReadRound first = started(true);
    first.answered(N2, holds(true), 5);
    ReadRound second = started(true);

    assertInstanceOf(ReadOutcome.Unreachable.class, outcome(second.answered(N2, holds(true), 5)));

    first.tick(DEADLINE);
    ReadRound third = started(true);
    assertEquals(List.of("n4"), asked(third.answered(N2, holds(true), 5)));
  }

  private ReadRound started(boolean complete) {
    ReadRound round = round(complete, peers, searches);
    assertEquals(List.of("n2", "n3"), asked(round.start(0)));
    return round;
  }

  private static ReadRound round(boolean complete, Peers peers, SearchLimit searches) {
    return new ReadRound(
        1,
        1,
        KEY,
        FactSet.EMPTY,
        N1,
        new PreferenceList(List.of(N1, N2, N3), List.of(N4)),
        List.of(),
        complete,
        2,
        peers,
        searches,
        DEADLINE);
  }

  private static GetAck left(FactSet facts) {
    return new GetAck(1, List.of(), facts.evicted().stub(), true);
  }

  private static GetAck holds(boolean complete, Fact... facts) {
    return new GetAck(1, List.of(facts), Stub.NONE, complete);
  }

  private static List<String> asked(List<Effect> effects) {
    return effects.stream()
        .filter(e -> e instanceof Send)
        .map(e -> ((Send) e).to().value())
        .toList();
  }

  private static ReadOutcome outcome(List<Effect> effects) {
    assertEquals(1, effects.size(), effects::toString);
    return assertInstanceOf(Answered.class, effects.get(0)).outcome();
  }
}
