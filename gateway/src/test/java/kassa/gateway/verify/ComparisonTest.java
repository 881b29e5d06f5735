package kassa.gateway.verify;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static kassa.gateway.verify.Places.ALL_WELL;
import static kassa.gateway.verify.Places.ARCHIVE;
import static kassa.gateway.verify.Places.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.order.OrderFact.Opened;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Fact PLACED = fact(1, new Opened(placed(A)));
  private static final Fact INTENT = fact(2, intent(A));

  @Test
  void equalCopiesShowNothing() {
    assertEquals(List.of(), found(Places.holding(PLACED, INTENT), ALL_WELL));
  }

  @Test
  void aFactThatAnOwnerLacksAndNobodyOwesIsFound() {
    assertEquals(
        List.of("ownersAreEqual: n2 lacks intent n1~1~00000001:2"),
        found(Places.holding(PLACED, INTENT).without("n2", INTENT), ALL_WELL));
  }

  @Test
  void whatAnyOutboxOwesToThatOwnerIsOnlyLate() {
    Places lacking = Places.holding(PLACED, INTENT).without("n2", INTENT);

    assertEquals(
        List.of("late ownersAreEqual: n2 lacks intent n1~1~00000001:2"),
        found(lacking.owing("n3", Destination.peer(new NodeId("n2")), INTENT), ALL_WELL));
    assertEquals(
        List.of("ownersAreEqual: n2 lacks intent n1~1~00000001:2"),
        found(lacking.owing("n3", Destination.ARCHIVE, INTENT), ALL_WELL));
  }

  @Test
  void whatAnOwnerLacksThatIsBeingRefilledIsOnlyLate() {
    RingView filling = Places.ringOf(Set.of("n2"), Set.of(), "e1");

    assertEquals(
        List.of("late ownersAreEqual: n2 lacks intent n1~1~00000001:2"),
        found(Places.holding(PLACED, INTENT).without("n2", INTENT), filling));
  }

  @Test
  void whatANewOwnerLacksWhileWhoHasItIsStillGivingIsOnlyLate() {
    Places lacking = Places.holding(PLACED, INTENT).without("n2", INTENT);

    assertEquals(
        List.of("late ownersAreEqual: n2 lacks intent n1~1~00000001:2"),
        found(lacking, Places.ringOf(Set.of(), Set.of("n3"), "e1")));
    assertEquals(
        List.of("ownersAreEqual: n2 lacks intent n1~1~00000001:2"),
        found(lacking, Places.ringOf(Set.of(), Set.of("n2"), "e1")),
        "who lacks it gives it to nobody");
  }

  @Test
  void whileTheRingChangesNobodyKnowsWhoseOwnersTheyAre() {
    Places lacking = Places.holding(PLACED, INTENT).without("n2", INTENT);
    List<String> late = List.of("late ownersAreEqual: n2 lacks intent n1~1~00000001:2");

    assertEquals(late, found(lacking, Places.ringOf(Set.of(), Set.of(), "e1", "e2")));
    assertEquals(late, found(lacking, Places.ringOf(Set.of(), Set.of(), "e2")));
    assertEquals(
        List.of("ownersAreEqual: n2 lacks intent n1~1~00000001:2"),
        found(lacking.ownedBy("e2", "n1", "n2"), Places.ringOf(Set.of(), Set.of(), "e2")));
  }

  @Test
  void whatIsOnTooFewPlacesAndStillBeingGivenIsOnlyLate() {
    Places alone =
        Places.holding(PLACED, INTENT)
            .ownedBy("e1", "n2")
            .without("n2", INTENT)
            .without("n3", INTENT)
            .without(ARCHIVE, INTENT)
            .owing("n1", Destination.ARCHIVE, PLACED);

    assertTrue(
        found(alone, ALL_WELL)
            .contains("ackedIsDurable: intent n1~1~00000001:2 is on 1 of 2 places: n1"));
    assertTrue(
        found(alone, Places.ringOf(Set.of(), Set.of("n1"), "e1"))
            .contains("late ackedIsDurable: intent n1~1~00000001:2 is on 1 of 2 places: n1"));
  }

  @Test
  void whatTheArchiveLacksIsFoundWithItsTimeUnlessItIsOwed() {
    Places lacking = Places.holding(PLACED, INTENT).without(ARCHIVE, PLACED);

    Finding finding = Comparison.of(lacking.shown(), ALL_WELL).get(0);

    assertEquals("the archive lacks placed n1~1~00000001:1", finding.what());
    assertEquals(
        Optional.of(PLACED.time().millis()), finding.unarchivedSince().map(t -> t.toEpochMilli()));
    assertEquals(
        List.of("late ownersAreEqual: the archive lacks placed n1~1~00000001:1"),
        found(lacking.owing("n2", Destination.ARCHIVE, PLACED), ALL_WELL));
  }

  @Test
  void whatOnlyTheArchiveHoldsIsLackedByEveryOwner() {
    Places lacking = Places.holding(PLACED, INTENT);
    List.of("n1", "n2", "n3").forEach(node -> lacking.without(node, INTENT));

    assertEquals(
        List.of(
            "ownersAreEqual: n1 lacks intent n1~1~00000001:2",
            "ownersAreEqual: n2 lacks intent n1~1~00000001:2",
            "ownersAreEqual: n3 lacks intent n1~1~00000001:2",
            "ackedIsDurable: intent n1~1~00000001:2 is on 1 of 2 places: the archive"),
        found(lacking, ALL_WELL));
  }

  @Test
  void whatWasLeftToTheArchiveIsLackedByNobody() {
    Places evicted = Places.holding(PLACED, INTENT).evictedAt("n1");
    assertEquals(List.of(), found(evicted, ALL_WELL));

    Places everywhere = evicted.evictedAt("n2").evictedAt("n3");
    assertEquals(List.of(), found(everywhere, ALL_WELL));
  }

  @Test
  void whatWasLeftToAnArchiveThatLacksItIsFound() {
    Places evicted = Places.holding(INTENT).evictedAt("n1").evictedAt("n2").evictedAt("n3");

    assertEquals(
        List.of("n1", "n2", "n3").stream()
            .map(
                node ->
                    "ackedIsDurable: "
                        + node
                        + " left n1~1~00000001:2 to the archive, which lacks it")
            .toList(),
        found(evicted.without(ARCHIVE, INTENT), ALL_WELL));
  }

  @Test
  void whatWasLeftToTheArchiveHasToBeWhatItHolds() {
    Fact other = fact(2, approved(A, "tx1"));
    Places evicted = Places.holding(PLACED, INTENT).at("n1", Places.copy(PLACED, other));

    assertEquals(
        List.of("factsOnlyGrow: n1 left another fact of the name n1~1~00000001:2 to the archive"),
        found(evicted.evictedAt("n1"), ALL_WELL));
  }

  @Test
  void aNodeThatIsNoOwnerMayLackAllAndCountsAsAPlace() {
    Places fallback = Places.holding(PLACED).at("n4", Places.copy(PLACED, INTENT));
    RingView four =
        new RingView(
            1, Set.of("n1", "n2", "n3", "n4"), Set.of(), Set.of(), Set.of("e1"), Places.NOW);

    assertEquals(
        List.of(), found(Places.holding(PLACED).at("n4", Copy.NOTHING), four), "it holds nothing");
    assertEquals(4, found(fallback, four).size(), "three owners and the archive lack what it has");
  }

  @Test
  void oneNameWithTwoContentsIsFound() {
    Fact other = fact(2, approved(A, "tx1"));

    assertEquals(
        List.of("factsOnlyGrow: the archive and n3 hold two facts of the name n1~1~00000001:2"),
        found(Places.holding(PLACED, INTENT).at("n3", Places.copy(PLACED, other)), ALL_WELL));
  }

  @Test
  void damageIsFoundWhereItIs() {
    Copy damaged = new Copy(Places.copy(PLACED).facts(), java.util.Map.of(), List.of("is ill"));

    assertEquals(
        List.of("factsOnlyGrow: the archive is ill"),
        found(Places.holding(PLACED).at(ARCHIVE, damaged), ALL_WELL));
  }

  @Test
  void aFactOnFewerThanWPlacesIsFoundUnlessItIsStillOnItsWay() {
    Places one = Places.holding(PLACED, INTENT);
    List.of("n2", "n3", ARCHIVE).forEach(place -> one.without(place, INTENT));

    List<String> found = found(one, ALL_WELL);
    List<String> owed =
        found(one.owing("n1", Destination.peer(new NodeId("n2")), INTENT), ALL_WELL);

    String durable = "ackedIsDurable: intent n1~1~00000001:2 is on 1 of 2 places: n1";
    assertEquals(durable, found.get(3));
    assertEquals("late " + durable, owed.get(3));
  }

  @Test
  void whileANodeOrTheArchiveIsSilentNothingIsKnownToBeMissing() {
    Places silent = Places.holding(PLACED, INTENT).without("n2", INTENT).silent("n3");
    Places archiveless = Places.holding(PLACED, INTENT).without("n2", INTENT).silent(ARCHIVE);

    List<String> late = List.of("late ownersAreEqual: n2 lacks intent n1~1~00000001:2");
    assertEquals(late, found(silent, ALL_WELL));
    assertEquals(late, found(archiveless, ALL_WELL));
  }

  private static List<String> found(Places places, RingView ring) {
    return Comparison.of(places.shown(), ring).stream()
        .map(f -> (f.late() ? "late " : "") + f.promise().wire() + ": " + f.what())
        .toList();
  }
}
