package kassa.ring.smallstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallStateTest {
  private static final int SEEDS = 2_000;

  @Test
  void mergingIsAssociativeCommutativeAndIdempotent() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SmallState a = any(random);
      SmallState b = any(random);
      SmallState c = any(random);

      assertEquals(a.join(b).join(c), a.join(b.join(c)), "associative, seed " + seed);
      assertEquals(a.join(b), b.join(a), "commutative, seed " + seed);
      assertEquals(a, a.join(a), "idempotent, seed " + seed);
      assertEquals(a, a.join(SmallState.EMPTY), "nothing adds nothing, seed " + seed);
    }
  }

  @Test
  void whateverIsDoneAtOneSideIsContainedInWhatTheSidesMergeTo() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SmallState shared = any(random);

      SmallState left = changed(shared, random);
      SmallState right = changed(shared, random);

      SmallState healed = left.join(right);
      assertEquals(left, shared.join(left), "changes grow, seed " + seed);
      assertEquals(healed, healed.join(left), "seed " + seed);
      assertEquals(healed, healed.join(right), "seed " + seed);
    }
  }

  @Test
  void aStateIsTheMergeOfItsBuckets() {
    SmallState whole = any(new SplittableRandom(7));

    SmallState again =
        IntStream.range(0, SmallState.BUCKETS)
            .mapToObj(whole::part)
            .reduce(SmallState.EMPTY, SmallState::join);

    assertEquals(whole, again);
  }

  @Test
  void whatEndedDoesNotComeBackWithWhoeverDidNotHearOfIt() {
    Entry known = Entry.NONE.plus(new Version(1, "a")).plus(new Version(2, "b"));
    Entry ended = known.endBelow(2);

    assertEquals(List.of(new Version(2, "b")), ended.join(known).versions());
    assertEquals(ended, ended.join(Entry.of(List.of(new Version(1, "late")))));
    assertEquals(2, ended.latest());
  }

  @Test
  void whatBothSidesSaidStands() {
    Entry before = Entry.NONE.plus(new Version(1, "a"));

    Entry healed = before.plus(new Version(2, "left")).join(before.plus(new Version(2, "right")));

    assertEquals(
        List.of(new Version(1, "a"), new Version(2, "left"), new Version(2, "right")),
        healed.versions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upper", "with space", "ö", "a_b"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> new SmallState(Map.of(name, Entry.NONE)));
  }

  @Test
  void aVersionIsPrintableOfBoundedLengthAndNotBelowTheFloor() {
    assertThrows(IllegalArgumentException.class, () -> new Version(0, "a"));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, ""));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, "line\nbreak"));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, "x".repeat(257)));
    assertThrows(IllegalArgumentException.class, () -> new Entry(2, List.of(new Version(1, "a"))));
  }

  private static SmallState any(SplittableRandom random) {
    Map<String, Entry> entries = new TreeMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      int floor = random.nextInt(4);
      List<Version> versions = new ArrayList<>();
      for (int j = random.nextInt(4); j > 0; j--) {
        versions.add(version(random, Math.max(1, floor)));
      }
      entries.put("kind/" + random.nextInt(5), new Entry(floor, versions));
    }
    return new SmallState(entries);
  }

  private static SmallState changed(SmallState state, SplittableRandom random) {
    SmallState now = state;
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = "kind/" + random.nextInt(5);
      Entry entry = now.entry(name);
      Entry next =
          random.nextBoolean()
              ? entry.plus(version(random, entry.latest() + 1))
              : entry.endBelow(entry.latest());
      now = now.plus(name, next);
    }
    return now;
  }

  private static Version version(SplittableRandom random, int lowest) {
    return new Version(lowest + random.nextInt(3), "said-" + random.nextInt(3));
  }
}
