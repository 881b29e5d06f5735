package kassa.ring.eviction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.Stub;
import kassa.ring.archive.ArchiveGap;
import kassa.ring.store.Agenda;
import kassa.ring.store.FactCursor;
import kassa.ring.store.FactPage;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeyFacts;
import kassa.ring.store.Shelf;

/**
 * Which facts leave this disk because they rest in the archive (rule R9). It goes through the whole
 * disk for ever, a page at a time. A key is noted to be at rest once nothing is left to do about it
 * and no outbox entry of its facts is left here; a hot window later, if nothing happened to it, the
 * archive's copy is read back, and if it holds all of it, the facts leave and a stub stays.
 *
 * <p>Why not by the age of the facts alone: an archive that was away for days takes them at last,
 * and is put back from a copy of the day before. What had left the disks in between would be gone.
 *
 * <p>A machine: one thread at a time. Times are milliseconds of the monotonic clock, except {@code
 * wall}.
 */
public final class Eviction {
  /** Keys at once. They are looked at once more within a commit, for which sales wait. */
  private static final int PAGE = 20;

  private final FactScan disk;
  private final Shelf shelf;
  private final Agenda agenda;
  private final EvictionPace pace;
  private final LongSupplier held;

  private final Deque<KeyFacts> ripe = new ArrayDeque<>();
  private final Map<Key, KeyFacts> reading = new HashMap<>();
  private final List<KeyFacts> readBack = new ArrayList<>();
  private FactCursor cursor = FactCursor.START;
  private EvictionCounts counts = EvictionCounts.NONE;
  private Phase phase = Phase.IDLE;
  private boolean failed;
  private long notBefore;

  private enum Phase {
    IDLE,
    READING,
    EVICTING
  }

  /**
   * @param agenda tells what has something left to do, as the disk's own
   * @param held about how many facts the disk holds
   * @param born when this life began: it rests at first, for a node that has just started is slow,
   *     and behind
   */
  public Eviction(
      FactScan disk, Shelf shelf, Agenda agenda, EvictionPace pace, LongSupplier held, long born) {
    this.disk = disk;
    this.shelf = shelf;
    this.agenda = agenda;
    this.pace = pace;
    this.held = held;
    this.notBefore = born + pace.rest();
  }

  /**
   * To be called every few milliseconds.
   *
   * @param may whether the archive is there, and the wall clock certainly right
   */
  public List<EvictionEffect> tick(boolean may, long wall, long now) {
    List<EvictionEffect> effects = new ArrayList<>();
    if (may && phase == Phase.IDLE && now >= notBefore) {
      look(effects, wall, now);
    }
    return effects;
  }

  /**
   * The archive answered {@link EvictionEffect.ReadBack}.
   *
   * @param held all that it holds of the key; empty when it did not answer
   */
  public List<EvictionEffect> archiveRead(Key key, Optional<FactSet> held, long wall, long now) {
    List<EvictionEffect> effects = new ArrayList<>();
    KeyFacts seen = reading.remove(key);
    if (seen == null) {
      return effects;
    }
    if (held.isEmpty()) {
      failed = true;
      ripe.clear();
    } else {
      compare(seen, held.get(), effects);
    }
    goOn(effects, wall, now);
    return effects;
  }

  /**
   * What was to be evicted is gone, and the stubs are durable.
   *
   * @param keys how many there were; to some, something may have happened meanwhile
   */
  public void evicted(int keys, long now) {
    counts = counts.evictedMore(keys);
    pageDone(now);
  }

  public EvictionCounts counts() {
    return counts;
  }

  private void look(List<EvictionEffect> effects, long wall, long now) {
    FactPage page = FactPage.read(disk, cursor, PAGE);
    long read = 0;
    List<KeyFacts> resting = new ArrayList<>();
    List<Key> outlived = new ArrayList<>();
    for (KeyFacts seen : page.keys()) {
      read += Math.max(1, seen.facts().size());
      if (seen.facts().size() == 0) {
        if (isOutlived(seen, wall)) {
          outlived.add(seen.key());
        }
      } else if (isRipe(seen, wall)) {
        ripe.add(seen);
      } else if (isNewlyAtRest(seen)) {
        resting.add(seen);
      }
    }
    cursor = page.next().orElse(FactCursor.START);
    notBefore = now + pace.pause() + read * 1_000 / pace.factsPerSecond(held.getAsLong());
    if (page.next().isEmpty()) {
      counts = counts.passedOnce();
      notBefore = Math.max(notBefore, now + pace.rest());
    }
    if (!resting.isEmpty()) {
      effects.add(new EvictionEffect.Rest(resting));
    }
    if (!outlived.isEmpty()) {
      effects.add(new EvictionEffect.Forget(outlived, wall - Stub.KEPT.toMillis()));
    }
    phase = Phase.READING;
    goOn(effects, wall, now);
  }

  private boolean isOutlived(KeyFacts seen, long wall) {
    long before = wall - Stub.KEPT.toMillis();
    return seen.facts().newest().millis() <= before
        && shelf.stubMade(seen.key()).orElse(Long.MAX_VALUE) <= before;
  }

  private boolean isRipe(KeyFacts seen, long wall) {
    long before = wall - pace.hotWindow();
    OptionalLong since = shelf.restingSince(seen.key(), seen.facts());
    return since.isPresent()
        && since.getAsLong() <= before
        && seen.facts().newest().millis() <= before
        && isAtRest(seen.facts());
  }

  private boolean isNewlyAtRest(KeyFacts seen) {
    return shelf.restingSince(seen.key(), seen.facts()).isEmpty() && isAtRest(seen.facts());
  }

  private boolean isAtRest(FactSet facts) {
    return !agenda.isOpen(facts) && !shelf.owesAny(facts);
  }

  /** What the archive turns out to lack rests anew, from when it has come there. */
  private void compare(KeyFacts seen, FactSet archived, List<EvictionEffect> effects) {
    List<ArchiveGap> gaps = ArchiveGap.between(seen.facts(), archived, dot -> false);
    if (gaps.isEmpty()) {
      readBack.add(seen);
      return;
    }
    counts = counts.refusedOne();
    List<Fact> lacking = gaps.stream().flatMap(gap -> gap.fact().stream()).toList();
    if (!lacking.isEmpty()) {
      effects.add(new EvictionEffect.Owe(lacking));
    }
  }

  private void goOn(List<EvictionEffect> effects, long wall, long now) {
    while (!ripe.isEmpty() && reading.size() < pace.reads()) {
      KeyFacts next = ripe.remove();
      reading.put(next.key(), next);
      effects.add(new EvictionEffect.ReadBack(next.key()));
    }
    if (!reading.isEmpty()) {
      return;
    }
    if (readBack.isEmpty()) {
      pageDone(now);
    } else {
      phase = Phase.EVICTING;
      effects.add(new EvictionEffect.Evict(List.copyOf(readBack), wall - pace.hotWindow()));
      readBack.clear();
    }
  }

  private void pageDone(long now) {
    phase = Phase.IDLE;
    if (failed) {
      failed = false;
      notBefore = Math.max(notBefore, now + pace.rest());
    }
  }
}
