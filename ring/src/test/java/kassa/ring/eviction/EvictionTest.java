package kassa.ring.eviction;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.Stub;
import org.junit.jupiter.api.Test;

/** One disk, a hot window of 1,000 ms, an archive that the test plays. */
class EvictionTest {
  private static final long HOT = 1_000;
  private static final EvictionPace PACE = new EvictionPace(HOT, 1_000, 10, 2, 200);

  /** The facts of the tests are a few milliseconds younger. */
  private static final long BEGIN = 1_700_000_000_000L;

  private final FakeShelf disk = new FakeShelf();
  private final Set<Key> open = new TreeSet<>();
  private final Eviction machine = bornAt(-PACE.rest());
  private FactSet archived = FactSet.EMPTY;
  private boolean archiveAnswers = true;
  private final List<Key> asked = new ArrayList<>();
  private long now;

  @Test
  void whatRestedForAHotWindowIsReadBackAndLeavesAStub() {
    FactSet all = put(fact("k", N1, 1), fact("k", N2, 2));
    archived = all;

    run(HOT - 100);
    assertEquals(all, disk.read(new Key("k")));
    run(500);

    assertEquals(all.evicted(), disk.read(new Key("k")));
    assertEquals(1, machine.counts().evicted());
    assertEquals(List.of(new Key("k")), asked, "read back once, and not before it was ripe");
  }

  @Test
  void aNodeThatHasJustStartedRestsAtFirst() {
    put(fact("k", N1, 1));
    Eviction young = bornAt(0);

    assertEquals(List.of(), young.tick(true, BEGIN, PACE.rest() - 1));
    assertEquals(1, young.tick(true, BEGIN, PACE.rest()).size());
  }

  @Test
  void aDiskThatHoldsMuchIsReadFasterSoThatAPassEndsWellWithinTheWindow() {
    EvictionPace pace = EvictionPace.of(Duration.ofDays(3).toMillis());

    assertEquals(100, pace.factsPerSecond(1_000_000));
    assertEquals(300_000_000 / (259_200 / 8), pace.factsPerSecond(300_000_000));
  }

  @Test
  void theWindowBeginsAnewWithEveryFact() {
    FactSet first = put(fact("k", N1, 1));
    run(HOT - 100);

    archived = first.union(put(fact("k", N1, 2)));
    run(HOT - 300);

    assertEquals(2, disk.read(new Key("k")).size());
    run(900);
    assertEquals(0, disk.read(new Key("k")).size());
  }

  @Test
  void whatIsOwedOrHasSomethingLeftToDoStays() {
    archived = put(fact("open", N1, 1)).union(put(fact("owed", N1, 2)));
    open.add(new Key("open"));
    disk.owed.add(fact("owed", N1, 2).dot());

    run(3 * HOT);
    assertEquals(List.of(), asked);

    open.clear();
    disk.owed.clear();
    run(3 * HOT);
    assertEquals(2, machine.counts().evicted(), "the window begins when they are at rest");
  }

  @Test
  void anEntryThatComesBeforeTheBatchKeepsTheFacts() {
    archived = put(fact("k", N1, 1));
    disk.beforeEvicting = () -> disk.owed.add(fact("k", N1, 1).dot());

    run(2 * HOT);

    assertEquals(1, disk.read(new Key("k")).size());
    assertEquals(0, machine.counts().evicted());
  }

  @Test
  void aFactThatComesBeforeTheBatchKeepsTheOthers() {
    archived = put(fact("k", N1, 1));
    disk.beforeEvicting = () -> put(fact("k", N2, 9));

    run(2 * HOT);

    assertEquals(2, disk.read(new Key("k")).size());
  }

  @Test
  void whatTheArchiveLacksIsOwedOnceMoreAndRestsAnew() {
    FactSet all = put(fact("k", N1, 1), fact("k", N1, 2));
    archived = FactSet.of(List.of(fact("k", N1, 1)));
    run(2 * HOT);
    assertEquals(Set.of(fact("k", N1, 2).dot()), disk.owed);
    assertEquals(1, machine.counts().refused());

    archived = all;
    disk.owed.clear();
    run(HOT - 100);
    assertEquals(all, disk.read(new Key("k")), "a hot window from when it is there again");
    run(500);
    assertEquals(1, machine.counts().evicted());
  }

  @Test
  void whatAnEarlierStubNamesHasToBeThereAsWell() {
    Fact first = fact("k", N1, 1);
    put(first);
    archived = FactSet.of(List.of(first));
    run(2 * HOT);
    Fact second = fact("k", N1, 2);
    put(second);

    archived = FactSet.of(List.of(second));
    run(2 * HOT);

    assertEquals(1, disk.read(new Key("k")).size());
    assertTrue(machine.counts().refused() > 0);
  }

  @Test
  void whileTheArchiveIsAwayNothingIsDone() {
    put(fact("k", N1, 1));
    for (long end = now + 5 * HOT; now < end; now += 10) {
      assertEquals(List.of(), machine.tick(false, BEGIN + now, now));
    }
  }

  @Test
  void anArchiveThatDoesNotAnswerIsLeftAloneForAWhile() {
    for (int i = 0; i < 10; i++) {
      put(fact("k" + i, N1, i + 1));
    }
    archiveAnswers = false;
    run(HOT + 600);

    int before = asked.size();
    assertTrue(before <= 8, asked::toString);
    run(100);

    assertTrue(asked.size() - before <= 2, asked::toString);
    assertEquals(0, machine.counts().evicted());
  }

  @Test
  void theArchiveIsAskedForAFewKeysAtATime() {
    for (int i = 0; i < 10; i++) {
      archived = archived.union(put(fact("k" + i, N1, i + 1)));
    }

    run(3 * HOT);

    assertEquals(10, machine.counts().evicted());
    assertEquals(10, asked.size());
    assertEquals(2, disk.mostAsked);
  }

  @Test
  void aStubThatHasOutlivedTheKeyIsForgottenAndNoOther() {
    archived = put(fact("k", N1, 1));
    run(2 * HOT);
    now += Stub.KEPT.toMillis() - 3 * HOT;
    run(HOT / 2);
    assertEquals(1, disk.stubs());

    run(4 * HOT);

    assertEquals(0, disk.stubs());
    assertEquals(FactSet.EMPTY, disk.read(new Key("k")));
  }

  @Test
  void anAnswerThatNobodyWaitsForIsPassedOver() {
    assertEquals(
        List.of(), machine.archiveRead(new Key("k"), Optional.of(FactSet.EMPTY), BEGIN, now));
  }

  private FactSet put(Fact... facts) {
    List.of(facts).forEach(disk::add);
    return FactSet.of(List.of(facts));
  }

  private void run(long millis) {
    for (long end = now + millis; now < end; now += 10) {
      perform(machine.tick(true, BEGIN + now, now));
    }
  }

  private void perform(List<EvictionEffect> effects) {
    disk.asked(effects.stream().filter(e -> e instanceof EvictionEffect.ReadBack).count());
    for (EvictionEffect effect : effects) {
      if (effect instanceof EvictionEffect.ReadBack back) {
        asked.add(back.key());
        disk.answered();
        perform(machine.archiveRead(back.key(), held(back.key()), BEGIN + now, now));
      } else {
        disk.perform(effect, BEGIN + now, keys -> machine.evicted(keys, now));
      }
    }
  }

  private Optional<FactSet> held(Key key) {
    return archiveAnswers
        ? Optional.of(FactSet.of(archived.stream().filter(fact -> fact.key().equals(key)).toList()))
        : Optional.empty();
  }

  private Eviction bornAt(long time) {
    return new Eviction(
        disk,
        disk,
        facts -> facts.stream().anyMatch(fact -> open.contains(fact.key())),
        PACE,
        () -> 0,
        time);
  }
}
