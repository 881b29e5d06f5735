package kassa.ring.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import kassa.ring.Dot;
import kassa.ring.Facts;
import kassa.ring.Key;
import kassa.ring.archive.StoodInSweep.Look;
import org.junit.jupiter.api.Test;

class StoodInSweepTest {
  private static final long TODAY = Duration.ofDays(20_000).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NOON = TODAY + 12 * HOUR;

  private final TreeSet<StoodIn> archive = new TreeSet<>();
  private final Set<StoodIn> disk = new HashSet<>();
  private final Set<Key> unreadable = new HashSet<>();
  private final List<Look> looks = new ArrayList<>();
  private final List<Set<Key>> fetches = new ArrayList<>();
  private final StoodInSweep sweep =
      new StoodInSweep(key -> !key.value().startsWith("foreign"), new Random(1));
  private long now;

  @Test
  void aNewLifeFindsWhatWasStoodInForWithinTheHorizonAndFetchesWhatItsDiskLacks() {
    StoodIn fresh = entered("fresh", NOON);
    StoodIn old = entered("old", TODAY - StoodInSweep.HORIZON.toMillis());
    StoodIn known = entered("known", NOON);
    disk.add(known);
    entered("foreign", NOON);

    pass(NOON);

    assertEquals(Set.of(fresh, old, known), disk);
    assertEquals(List.of(Set.of(fresh.key()), Set.of(old.key())), fetches, "the newest first");
  }

  @Test
  void aPassGoesOnFromWhereTheLastWasAndLeavesDaysThatAreOver() {
    IntStream.range(0, 1_200).forEach(i -> entered("k" + i, NOON - 2 * HOUR + i));
    pass(NOON);
    looks.clear();
    fetches.clear();

    pass(NOON + 60_000);

    assertEquals(StoodInBucket.PER_DAY, looks.size(), "one look for each bucket of this day");
    assertTrue(
        looks.stream().allMatch(look -> look.from() >= NOON - 2 * HOUR - StoodInSweep.LATE),
        looks::toString);
    assertEquals(List.of(), fetches);
  }

  @Test
  void anEntryThatComesLateIsFound() {
    entered("first", NOON);
    pass(NOON);
    StoodIn late = entered("first", NOON - StoodInSweep.LATE);

    pass(NOON + 60_000);

    assertTrue(disk.contains(late));
  }

  @Test
  void oneClockAheadHidesNothingOfTheOthers() {
    entered("first", NOON + HOUR);
    pass(NOON);
    StoodIn next = entered("first", NOON + 1);

    pass(NOON + 60_000);

    assertTrue(disk.contains(next));
  }

  @Test
  void yesterdayIsLookedAtUntilNothingCanComeIntoItAnyMore() {
    pass(TODAY + 1_000);
    StoodIn late = entered("late", TODAY - 1);
    pass(TODAY + 60_000);
    assertTrue(disk.contains(late));
    pass(TODAY + StoodInSweep.LATE);
    looks.clear();

    pass(TODAY + StoodInSweep.LATE + 1);

    assertEquals(StoodInBucket.PER_DAY, looks.size());
  }

  @Test
  void aClockThatWasAheadAndIsSetBackHidesNothing() {
    pass(NOON + 24 * HOUR);
    pass(NOON + 24 * HOUR + 60_000);
    StoodIn next = entered("next", NOON);

    pass(NOON);

    assertTrue(disk.contains(next));
  }

  @Test
  void whatIsMissedIsFetchedByTheNextPassAndHoldsUpNothingElse() {
    StoodIn bad = entered("k1", NOON - HOUR);
    StoodIn good = entered("k2", NOON);
    unreadable.add(bad.key());

    pass(NOON);
    assertEquals(Set.of(good), disk);
    unreadable.clear();
    pass(NOON + 60_000);

    assertEquals(Set.of(bad, good), disk);
  }

  @Test
  void fetchesAreFewAtATimeAndPagesFollowPages() {
    List<StoodIn> all = new ArrayList<>();
    for (int i = 0; all.size() < StoodInSweep.PAGE + 20; i++) {
      Key key = new Key("k" + i);
      if (StoodInBucket.of(key, NOON).number() == 3) {
        all.add(entered(key.value(), NOON));
      }
    }

    pass(NOON);

    assertEquals(Set.copyOf(all), disk);
    assertTrue(fetches.stream().allMatch(keys -> keys.size() <= StoodInSweep.FETCHES));
    assertEquals(2, looks.stream().filter(look -> isToday(look) && number(look) == 3).count());
  }

  @Test
  void passesAreApart() {
    pass(NOON);

    assertEquals(Optional.empty(), sweep.next(true, NOON, now + StoodInSweep.PAUSE - 1));
    assertTrue(sweep.next(true, NOON, now + StoodInSweep.PAUSE).isPresent());
  }

  @Test
  void aFailedLookIsFollowedByTheNextBucketAfterAWaitThatGrows() {
    StoodIn entry = entered("k", NOON);
    Look first = sweep.next(true, NOON, 0).orElseThrow();
    sweep.lookFailed(0);
    assertFalse(sweep.next(true, NOON, 249).isPresent());
    Look second = sweep.next(true, NOON, 500).orElseThrow();
    sweep.lookFailed(500);

    assertFalse(sweep.next(true, NOON, 999).isPresent(), "twice as long");
    assertEquals(first.bucket().number() + 1, second.bucket().number());
    now = 2_000;
    pass(NOON);
    pass(NOON + 60_000);
    assertEquals(Set.of(entry), disk);
  }

  @Test
  void anArchiveThatIsAwayIsNotAskedAndAtOnceWhenItIsBack() {
    pass(NOON);

    assertEquals(Optional.empty(), sweep.next(false, NOON, now + 1));
    assertTrue(sweep.next(true, NOON, now + 2).isPresent());
  }

  private StoodIn entered(String key, long at) {
    StoodIn entry = new StoodIn(at, new Key(key), new Dot(Facts.N1, archive.size() + 1));
    archive.add(entry);
    return entry;
  }

  /** Until the sweep rests. */
  private void pass(long wall) {
    now += StoodInSweep.PAUSE;
    Optional<Look> next = sweep.next(true, wall, now);
    while (next.isPresent()) {
      looks.add(next.get());
      Set<Key> keys = sweep.looked(page(next.get()), disk::contains, now);
      while (!keys.isEmpty()) {
        fetches.add(keys);
        Set<Key> fetched = keys;
        archive.stream()
            .filter(e -> fetched.contains(e.key()) && !unreadable.contains(e.key()))
            .forEach(disk::add);
        keys = sweep.fetched(disk::contains, now);
      }
      next = sweep.next(true, wall, now);
    }
  }

  private List<StoodIn> page(Look look) {
    return archive.stream()
        .filter(e -> StoodInBucket.of(e.key(), e.at()).equals(look.bucket()))
        .filter(e -> e.at() >= look.from())
        .filter(e -> look.after().map(last -> e.compareTo(last) > 0).orElse(true))
        .limit(look.limit())
        .toList();
  }

  private static boolean isToday(Look look) {
    return look.bucket().day().equals(StoodInBucket.dayOf(NOON));
  }

  private static int number(Look look) {
    return look.bucket().number();
  }
}
