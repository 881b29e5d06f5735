package kassa.gateway.merchant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.gateway.order.MerchantId;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.SmallState;
import org.junit.jupiter.api.Test;

class MerchantTest {
  private static final MerchantId ACME = new MerchantId("acme");
  private static final KeyHash FIRST = KeyHash.of("sk_test_first");
  private static final KeyHash SECOND = KeyHash.of("sk_test_second");
  private static final KeyHash THIRD = KeyHash.of("sk_test_third");

  @Test
  void aKeyIsGoodUntilTheRotationAfterTheNext() {
    Entry added = Merchant.added(Entry.NONE, FIRST);
    Entry rotated = Merchant.rotated(added, SECOND);
    Entry again = Merchant.rotated(rotated, THIRD);

    assertEquals(new Merchant(ACME, List.of(FIRST), List.of()), Merchant.of(ACME, added));
    assertEquals(new Merchant(ACME, List.of(SECOND), List.of(FIRST)), Merchant.of(ACME, rotated));
    assertEquals(new Merchant(ACME, List.of(THIRD), List.of(SECOND)), Merchant.of(ACME, again));
    assertEquals(Optional.empty(), owner(again, FIRST));
    assertEquals(Optional.of(ACME), owner(again, SECOND));
    assertEquals(Optional.of(ACME), owner(again, THIRD));
  }

  @Test
  void aKeyThatEndedComesBackNeitherWithANodeThatWasAwayNorWithTheConfiguration() {
    Entry old = Merchant.seeded(List.of(FIRST));

    Entry now = Merchant.rotated(Merchant.rotated(old, SECOND), THIRD);

    assertEquals(now, now.join(old));
    assertEquals(now, now.join(Merchant.seeded(List.of(FIRST))));
  }

  @Test
  void whoeverIsAddedOnBothSidesOfACutIsOneMerchantWithBothKeysUntilTheyAreRotatedAway() {
    Entry healed = Merchant.added(Entry.NONE, FIRST).join(Merchant.added(Entry.NONE, SECOND));

    assertEquals(Optional.of(ACME), owner(healed, FIRST));
    assertEquals(Optional.of(ACME), owner(healed, SECOND));
    Entry rotated = Merchant.rotated(Merchant.rotated(healed, THIRD), KeyHash.of("sk_test_4th"));
    assertEquals(Optional.empty(), owner(rotated, FIRST));
    assertEquals(Optional.empty(), owner(rotated, SECOND));
  }

  @Test
  void whatIsRotatedOnBothSidesOfACutIsGoodOnBoth() {
    Entry before = Merchant.added(Entry.NONE, FIRST);

    Entry healed = Merchant.rotated(before, SECOND).join(Merchant.rotated(before, THIRD));

    Merchant merchant = Merchant.of(ACME, healed);
    assertEquals(List.of(FIRST), merchant.before());
    assertEquals(2, merchant.current().size());
    assertEquals(Optional.of(ACME), owner(healed, SECOND));
    assertEquals(Optional.of(ACME), owner(healed, THIRD));
  }

  @Test
  void askedTwiceIsDoneOnceAlsoAtAnotherNode() {
    Entry added = Merchant.added(Entry.NONE, FIRST);
    Entry rotated = Merchant.rotated(added, SECOND);

    assertEquals(added, Merchant.added(added, FIRST));
    assertEquals(rotated, Merchant.rotated(rotated, SECOND));
    assertEquals(rotated, rotated.join(Merchant.rotated(added, SECOND)));
  }

  @Test
  void anExistingMerchantIsNotAddedAndAnUnknownOneNotRotated() {
    Entry added = Merchant.added(Entry.NONE, FIRST);

    assertEquals(added, Merchant.added(added, SECOND));
    assertEquals(Entry.NONE, Merchant.rotated(Entry.NONE, SECOND));
  }

  @Test
  void everyRotationOfAYearLeavesTwoKeys() {
    Entry entry = Merchant.added(Entry.NONE, FIRST);
    for (int day = 1; day <= 365; day++) {
      entry = Merchant.rotated(entry, KeyHash.of("sk_test_day_" + day));
    }

    assertEquals(2, entry.versions().size());
  }

  @Test
  void aKeyIsLongEnoughAndIsNotShownWhenItIsNot() {
    String said =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> KeyHash.ofNew("short-key"))
                .getMessage());

    assertFalse(said.contains("short-key"), said);
    assertThrows(IllegalArgumentException.class, () -> KeyHash.ofNew("sk_test:with:colons"));
    assertEquals(FIRST, KeyHash.ofNew("sk_test_first"));
  }

  private static Optional<MerchantId> owner(Entry entry, KeyHash key) {
    return Merchants.of(new SmallState(Map.of(Merchant.name(ACME), entry))).owner(key);
  }
}
