package kassa.ring.replication;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import kassa.ring.AppendOutcome;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.NodeId;
import kassa.ring.Replicas;
import kassa.ring.Stub;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Effect.Appended;
import kassa.ring.replication.Effect.Send;
import kassa.ring.replication.Effect.Settle;
import kassa.ring.replication.Effect.WriteThrough;
import kassa.ring.wire.RingMessage.PutAck;
import org.junit.jupiter.api.Test;

/** Rule R4, sentence by sentence. */
class ArchiveAsLastFallbackTest {
  private static final long HEDGE = 200;
  private static final long DEADLINE = 1_000;
  private static final NodeId SELF = new NodeId("n1");
  private static final NodeId PEER = new NodeId("n2");
  private static final NodeId OTHER = new NodeId("n3");
  private static final NodeId FALLBACK = new NodeId("n4");
  private static final Fact OWN = fact("k", N1, 1);
  private static final Fact ELSEWHERE = fact("k", N2, 1);

  private final Peers peers = new Peers(SELF, HEDGE, 0);
  private final HedgeBudget hedges = new HedgeBudget(1);

  @Test
  void aNodeThatReachesNobodyAsksTheArchiveAtOnce() {
    AppendRound round = round();

    List<Effect> effects = round.committed(FactSet.EMPTY, true, 0);

    assertEquals(List.of(new WriteThrough(1, OWN.key(), List.of(OWN))), effects);
  }

  @Test
  void theArchiveCountsAsOnePlaceAndTheOutcomeSaysSo() {
    AppendRound round = round();
    round.committed(FactSet.EMPTY, true, 0);

    List<Effect> effects = round.writtenThrough(FactSet.of(List.of(OWN)), 0);

    AppendOutcome.Stored stored = assertInstanceOf(AppendOutcome.Stored.class, outcome(effects));
    assertEquals(new Replicas(2, 2, 3, 0, true), stored.replicas());
    assertTrue(
        effects.contains(new Settle(Destination.ARCHIVE, Set.of(OWN.dot()))),
        "what rests in the archive is owed to it no more");
  }

  @Test
  void whatTheArchiveKnewBringsTheAppendBackAsARead() {
    AppendRound round = round();
    round.committed(FactSet.EMPTY, true, 0);

    List<Effect> effects = round.writtenThrough(FactSet.of(List.of(OWN, ELSEWHERE)), 0);

    assertEquals(FactSet.of(List.of(OWN, ELSEWHERE)), outcome(effects).known());
  }

  @Test
  void anArchiveThatDoesNotAnswerIsNotCountedAndIsAskedAgainUntilTheDeadline() {
    AppendRound round = round();
    round.committed(FactSet.EMPTY, true, 0);

    round.writeThroughFailed(10);

    assertEquals(List.of(), round.tick(HEDGE));
    assertEquals(1, written(round.tick(10 + HEDGE)).size());
    round.writeThroughFailed(20 + HEDGE);
    AppendOutcome outcome = outcome(round.tick(DEADLINE));
    assertInstanceOf(AppendOutcome.TooFewReplicas.class, outcome);
    assertEquals(new Replicas(2, 1, 3, 0, false), outcome.replicas());
  }

  @Test
  void nodesThatMayStillAnswerAreGivenAHedgeTime() {
    peers.heard(PEER, 0);
    AppendRound round = round();

    List<Effect> effects = round.committed(FactSet.EMPTY, true, 0);

    assertEquals(List.of(PEER), sent(effects));
    assertEquals(List.of(), written(effects));
    assertEquals(List.of(), written(round.tick(HEDGE - 1)));
    assertEquals(1, written(round.tick(HEDGE)).size());
  }

  @Test
  void whoIsSlowMakesTheArchiveBusyOnTheBudgetOnlyAndWhoIsSilentForFree() {
    hedges.spend();
    peers.heard(PEER, 0);
    AppendRound round = round();
    round.committed(FactSet.EMPTY, true, 0);

    assertEquals(List.of(), written(round.tick(2 * HEDGE)), "slow, and the budget is spent");
    assertEquals(1, written(round.tick(2 * HEDGE + 1)).size(), "silent for two hedge times");
  }

  @Test
  void aFallbackComesFirstAndTheArchiveAHedgeTimeAfterTheLast() {
    peers.heard(FALLBACK, 0);
    AppendRound round = round(FALLBACK);

    List<Effect> effects = round.committed(FactSet.EMPTY, true, 0);

    assertEquals(List.of(FALLBACK), sent(effects));
    assertEquals(List.of(), written(effects));
    peers.heard(FALLBACK, 150);
    assertEquals(1, written(round.tick(HEDGE)).size());
  }

  @Test
  void aNodeThatAnswersAfterAllMakesTheArchiveSuperfluous() {
    peers.heard(PEER, 0);
    AppendRound round = round();
    round.committed(FactSet.EMPTY, true, 0);
    round.tick(HEDGE);

    AppendOutcome outcome =
        outcome(round.acknowledged(PEER, new PutAck(1, List.of(), Stub.NONE, true), 0));

    assertEquals(new Replicas(2, 2, 3, 0, false), outcome.replicas());
    assertEquals(
        Optional.empty(),
        appended(round.writtenThrough(FactSet.of(List.of(OWN)), 0)),
        "an outcome is told once");
  }

  @Test
  void nothingIsAskedOfTheArchiveBeforeTheOwnDiskHasTheFacts() {
    AppendRound round = round();

    assertEquals(List.of(), round.tick(HEDGE));
  }

  private AppendRound round(NodeId... fallbacks) {
    return round(new PreferenceList(List.of(SELF, PEER, OTHER), List.of(fallbacks)));
  }

  private AppendRound round(PreferenceList preference) {
    AppendRound round =
        new AppendRound(
            1, 1, OWN.key(), List.of(OWN), SELF, preference, 2, peers, hedges, DEADLINE);
    round.start();
    return round;
  }

  private static List<Effect> written(List<Effect> effects) {
    return effects.stream().filter(e -> e instanceof WriteThrough).toList();
  }

  private static List<NodeId> sent(List<Effect> effects) {
    return effects.stream().filter(e -> e instanceof Send).map(e -> ((Send) e).to()).toList();
  }

  private static AppendOutcome outcome(List<Effect> effects) {
    return appended(effects).orElseThrow();
  }

  private static Optional<AppendOutcome> appended(List<Effect> effects) {
    return effects.stream()
        .filter(e -> e instanceof Appended)
        .map(e -> ((Appended) e).outcome())
        .findFirst();
  }
}
