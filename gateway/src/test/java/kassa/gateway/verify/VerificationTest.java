package kassa.gateway.verify;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static kassa.gateway.order.OrderSamples.reference;
import static kassa.gateway.verify.Places.ALL_WELL;
import static kassa.gateway.verify.Places.ARCHIVE;
import static kassa.gateway.verify.Places.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.console.FakeLedger;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderSamples;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final NodeId N2 = new NodeId("n2");
  private static final Fact PLACED = fact(1, new Opened(placed(A)));
  private static final Fact INTENT = fact(2, intent(A));
  private static final Fact APPROVED = fact(3, approved(A, "tx1"));
  private static final String CHARGE = reference(A) + " tx1 1299 SEK";

  private final Verification verification = new Verification(Optional.empty());

  @Test
  void whatIsEqualIsCountedAndForgotten() {
    look(verification, well());

    assertEquals(List.of(), verification.suspects());
    assertEquals(new Verification.Tally(1, 3), verification.places().get("n2"));
    assertEquals(new Verification.Tally(1, 3), verification.places().get("archive"));
    assertEquals(List.of(), verification.violations(true));
  }

  @Test
  void whatOneLookFindsIsASuspicionAndWhatTwoFindIsAViolation() {
    look(verification, well().without("n2", INTENT));
    assertEquals(List.of(), verification.violations(true));
    assertTrue(verification.isOpen());

    lookAgain(verification, well().without("n2", INTENT));

    assertEquals(List.of("n2 lacks intent n1~1~00000001:2"), words(verification));
    assertFalse(verification.isOpen());
  }

  @Test
  void whatWasOnlyInFlightIsGoneInTheSecondLook() {
    look(verification, well().without("n2", INTENT).without(ARCHIVE, APPROVED));

    lookAgain(verification, well());

    assertEquals(List.of(), verification.suspects());
    assertEquals(List.of(), verification.violations(true));
  }

  @Test
  void whatWasOwedInEitherLookIsNoViolationYet() {
    Places owed =
        well().without("n2", INTENT).owing("n1", Destination.peer(new NodeId("n2")), INTENT);

    look(verification, owed);
    lookAgain(verification, well().without("n2", INTENT));
    assertEquals(List.of(), verification.violations(true), "the debt may have ended in between");
    assertTrue(verification.isOpen());

    lookAgain(verification, well().without("n2", INTENT));
    assertEquals(1, verification.violations(true).size(), "it ended, and the fact is not there");
  }

  @Test
  void whoIsNoOwnerAnyMoreInTheNextLookLacksNothing() {
    Places before = well().without("n2", INTENT).owing("n1", Destination.peer(N2), INTENT);
    look(verification, before);

    for (int i = 0; i < 2; i++) {
      Places after = well().without("n2", INTENT).ownedBy("e2", "n1", "n3");
      verification.lookAgain(
          verification.suspects(),
          after.disks(),
          after.archive(),
          Places.ringOf(Set.of(), Set.of(), "e2"));
    }

    assertEquals(List.of(), verification.suspects());
    assertEquals(List.of(), verification.violations(true));
  }

  @Test
  void aNewOwnerIsHeldToWhatItLacksOnceItIsCompleteInTheEraOfTheOwners() {
    Places handedOver = well().ownedBy("e2", "n1", "n2", "n3").without("n2", INTENT);
    verification.look(
        List.of(handedOver.shown()), handedOver.archive(), Places.ringOf(Set.of(), Set.of(), "e1"));

    RingView filling = Places.ringOf(Set.of("n2"), Set.of(), "e2");
    RingView complete = Places.ringOf(Set.of(), Set.of(), "e2");
    for (RingView ring : List.of(filling, complete)) {
      verification.lookAgain(
          verification.suspects(), handedOver.disks(), handedOver.archive(), ring);
      assertEquals(List.of(), verification.violations(true));
      assertTrue(verification.isOpen());
    }

    verification.lookAgain(
        verification.suspects(), handedOver.disks(), handedOver.archive(), complete);
    assertEquals(List.of("n2 lacks intent n1~1~00000001:2"), words(verification));
  }

  @Test
  void anotherFactThatIsLackedInTheSecondLookIsNotTheSameAgain() {
    look(verification, well().without("n2", INTENT));

    lookAgain(verification, well().without("n2", APPROVED));

    assertEquals(List.of(), verification.violations(true));
    assertTrue(verification.isOpen());
  }

  @Test
  void aNodeThatIsSilentInTheSecondLookLeavesItOpen() {
    look(verification, well().without("n2", INTENT));

    lookAgain(verification, well().without("n2", INTENT).silent("n3"));

    assertEquals(List.of(), verification.violations(true));
    assertTrue(verification.isOpen());
  }

  @Test
  void theEarliestFactThatTheArchiveLacksIsToldForAReplay() {
    look(verification, well().without(ARCHIVE, INTENT, APPROVED));
    lookAgain(verification, well().without(ARCHIVE, INTENT, APPROVED));

    assertEquals(
        Optional.of(INTENT.time().millis()),
        verification.unarchivedSince().map(time -> time.toEpochMilli()));
  }

  @Test
  void anArchiveThatCouldNotBeReadIsToldSo() {
    verification.look(List.of(well().shown()), Optional.empty(), ALL_WELL);

    assertFalse(verification.archiveWasRead());
  }

  @Test
  void aLongQueueOfLateKeysNeitherGrowsWithoutBoundNorHidesWhatIsWrong() {
    for (int i = 0; i < 3_500; i++) {
      Fact one = other(i);
      look(
          verification,
          Places.holding(one)
              .without("n2", one)
              .owing("n1", Destination.peer(new NodeId("n2")), one));
    }
    look(verification, well().without("n2", INTENT));

    assertEquals(3_001, verification.suspects().size());
    assertTrue(verification.suspects().contains(PLACED.key().value()));
    assertEquals(Map.of(Promise.OWNERS_ARE_EQUAL, 500L), verification.beyond());
    for (int i = 0; i < 2_000; i++) {
      look(verification, Places.holding(other(10_000 + i)).without("n2", other(10_000 + i)));
    }
    assertEquals(4_000, verification.suspects().size());
  }

  @Test
  void aReferenceThatIsAuthorizedTwiceIsFound() {
    Verification beside = beside(CHARGE, reference(A) + " tx2 1299 SEK");

    look(beside, well());
    lookAgain(beside, well());

    assertEquals(
        List.of(
            "is authorized 2 times",
            "does not know its charge by transaction tx2 of 1299 SEK",
            "is charged 2 times"),
        words(beside));
  }

  @Test
  void aChargeOfWhichNoOrderKnowsIsFoundOnceAllWasRead() {
    Verification beside = beside(CHARGE, "f00d tx9 100 SEK");

    look(beside, well());

    assertEquals(List.of(), beside.violations(false));
    assertEquals(List.of("is charged, and no order knows of it"), words(beside));
    assertEquals("f00d", beside.violations(true).get(0).key());
  }

  @Test
  void anApprovalThatIsNewerThanTheLedgerIsFoundInTheNextReadingOfIt() {
    Verification beside = beside("f00d tx9 100 SEK");
    look(beside, well());
    assertTrue(beside.isOpen());

    beside.ledgerIs(Optional.of(FakeLedger.of("f00d tx9 100 SEK", CHARGE)));
    lookAgain(beside, well());

    assertFalse(beside.isOpen());
  }

  private static Verification beside(String... ledger) {
    return new Verification(Optional.of(FakeLedger.of(ledger)));
  }

  private static Places well() {
    return Places.holding(PLACED, INTENT, APPROVED);
  }

  private static Fact other(int number) {
    return Places.fact("k" + number, OrderSamples.dot("n1", number + 1L), intent(A));
  }

  private static void look(Verification verification, Places places) {
    verification.look(List.of(places.shown()), places.archive(), ALL_WELL);
  }

  private static void lookAgain(Verification verification, Places places) {
    verification.lookAgain(
        List.of(PLACED.key().value()), places.disks(), places.archive(), ALL_WELL);
  }

  private static List<String> words(Verification verification) {
    return verification.violations(true).stream().map(Finding::what).toList();
  }
}
