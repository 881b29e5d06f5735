package kassa.ring.smallstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SayingTest {
  private static final Version FIRST = new Version(1, "one");

  @Test
  void whatIsNewIsJoinedWithWhatIs() {
    SmallState before = SmallState.EMPTY.plus("shop/a", Entry.NONE.plus(FIRST));

    Saying said = Saying.of(before, "shop/a", was -> was.plus(new Version(2, "two")));

    Entry both = Entry.NONE.plus(FIRST).plus(new Version(2, "two"));
    assertEquals(new ChangeOutcome.Kept(both), said.outcome());
    assertEquals(SmallState.EMPTY.plus("shop/a", both), said.all());
  }

  @Test
  void whatWasSaidBeforeChangesNothing() {
    SmallState before = SmallState.EMPTY.plus("shop/a", Entry.NONE.plus(FIRST));

    Saying said = Saying.of(before, "shop/a", was -> Entry.NONE.plus(FIRST));

    assertEquals(new Saying(before, new ChangeOutcome.Kept(before.entry("shop/a"))), said);
  }

  @Test
  void whatHasNoRoomInItsBucketIsRefusedAndTheRestStays() {
    SmallState all = SmallState.EMPTY;
    int said = 0;
    Saying last = say(all, said++);
    while (last.outcome() instanceof ChangeOutcome.Kept) {
      all = last.all();
      last = say(all, said++);
    }

    assertEquals(new ChangeOutcome.Full(), last.outcome());
    assertEquals(all, last.all());
    assertEquals(said - 1, all.entry("shop/a").versions().size());
  }

  private static Saying say(SmallState all, int number) {
    Version version = new Version(1, "%04d".formatted(number) + "x".repeat(200));
    return Saying.of(all, "shop/a", was -> was.plus(version));
  }
}
