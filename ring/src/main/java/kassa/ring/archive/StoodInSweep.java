package kassa.ring.archive;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import kassa.ring.HybridClock;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.outbox.Backoff;

/**
 * How an owner learns of facts that one other node and the archive have, and perhaps no node any
 * more (rule R4): it goes through the entries of the recent days for ever, and asks for the facts
 * that its disk lacks. One look or a few fetches are under way at a time, and a pass goes on from
 * where the one before it was, so that it is cheap when nothing is new. Nothing is remembered from
 * one life to the next: each begins with the whole horizon.
 *
 * <p>A machine: one thread at a time. Times are milliseconds of the monotonic clock, except {@code
 * wall}.
 */
public final class StoodInSweep {
  /** How long an owner may be dead and still learn of everything by itself. */
  public static final Duration HORIZON = Duration.ofDays(14);

  /**
   * By how much an entry may turn up later than its time says, which is the archive's: the clocks
   * of two of its nodes, and of this one, may be apart by twice the drift, and a write takes its
   * time.
   */
  static final long LATE = 3 * HybridClock.MAX_DRIFT;

  /** Between passes; smaller, and idle nodes keep asking; larger, and owners learn late. */
  static final long PAUSE = 10_000;

  static final int PAGE = 500;

  /** Few, since whoever sells through the archive now waits in the same queue. */
  static final int FETCHES = 16;

  private static final Backoff BACKOFF = new Backoff(500, 60_000);

  private final Predicate<Key> owned;
  private final RandomGenerator random;

  private final Map<StoodInBucket, Long> from = new HashMap<>();
  private final Set<StoodInBucket> closed = new HashSet<>();
  private final Deque<StoodInBucket> left = new ArrayDeque<>();
  private final Map<Key, List<StoodIn>> wanted = new LinkedHashMap<>();
  private final Map<Key, List<StoodIn>> fetching = new HashMap<>();
  private Optional<Walk> current = Optional.empty();
  private Phase phase = Phase.IDLE;
  private boolean wasReachable;
  private long passBegan;
  private int failures;
  private long notBefore = Long.MIN_VALUE;

  private enum Phase {
    IDLE,
    LOOKING,
    FETCHING
  }

  /** The way through one bucket. */
  private static final class Walk {
    final StoodInBucket bucket;
    final long from;
    Optional<StoodIn> last = Optional.empty();
    boolean atEnd;
    long firstMissed = Long.MAX_VALUE;

    Walk(StoodInBucket bucket, long from) {
      this.bucket = bucket;
      this.from = from;
    }
  }

  /** A page to read; see {@link Archive#stoodIn}. */
  public record Look(StoodInBucket bucket, long from, Optional<StoodIn> after, int limit) {}

  /**
   * @param owned whether this node is an owner of a key; other keys are none of its business
   */
  public StoodInSweep(Predicate<Key> owned, RandomGenerator random) {
    this.owned = owned;
    this.random = random;
  }

  /** To be called every now and then. What it returns has to end in a {@code looked} or failure. */
  public Optional<Look> next(boolean archiveReachable, long wall, long now) {
    if (archiveReachable && !wasReachable) {
      notBefore = now;
    }
    wasReachable = archiveReachable;
    if (phase != Phase.IDLE || !archiveReachable || now < notBefore) {
      return Optional.empty();
    }
    phase = Phase.LOOKING;
    Walk walk = current.orElseGet(() -> nextBucket(wall));
    current = Optional.of(walk);
    return Optional.of(new Look(walk.bucket, walk.from, walk.last, PAGE));
  }

  /**
   * A page came.
   *
   * @param held whether this node's disk has the fact
   * @return the keys of which the archive's facts are to be stored here, and then {@link #fetched}
   *     to be called; none when nothing is missing
   */
  public Set<Key> looked(List<StoodIn> page, Predicate<StoodIn> held, long now) {
    Invariant.check(phase == Phase.LOOKING, "oneStepAtATime", phase);
    failures = 0;
    Walk walk = current.orElseThrow();
    walk.atEnd = page.size() < PAGE;
    for (StoodIn entry : page) {
      walk.last = Optional.of(entry);
      if (owned.test(entry.key()) && !held.test(entry)) {
        wanted.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry);
      }
    }
    return fetchMore(now);
  }

  /** The page could not be read: the bucket has to wait for the next pass, and the next a bit. */
  public void lookFailed(long now) {
    Invariant.check(phase == Phase.LOOKING, "oneStepAtATime", phase);
    failures++;
    current = Optional.empty();
    rest(now + BACKOFF.afterFailures(failures, random));
  }

  /**
   * What could be fetched is on this node's disk. What is still not there waits for the next pass.
   *
   * @return what to fetch next, as from {@link #looked}
   */
  public Set<Key> fetched(Predicate<StoodIn> held, long now) {
    Invariant.check(phase == Phase.FETCHING, "oneStepAtATime", phase);
    Walk walk = current.orElseThrow();
    fetching.values().stream()
        .flatMap(List::stream)
        .filter(held.negate())
        .forEach(missed -> walk.firstMissed = Math.min(walk.firstMissed, missed.at()));
    fetching.clear();
    return fetchMore(now);
  }

  private Set<Key> fetchMore(long now) {
    for (Key key : wanted.keySet().stream().limit(FETCHES).toList()) {
      fetching.put(key, wanted.remove(key));
    }
    if (fetching.isEmpty()) {
      pageDone(now);
    } else {
      phase = Phase.FETCHING;
    }
    return Set.copyOf(fetching.keySet());
  }

  private void pageDone(long now) {
    Walk walk = current.orElseThrow();
    if (walk.atEnd) {
      remember(walk);
      current = Optional.empty();
    }
    rest(now);
  }

  private void rest(long until) {
    phase = Phase.IDLE;
    notBefore = current.isEmpty() && left.isEmpty() ? until + PAUSE : until;
  }

  /** Where the next pass begins in this bucket, unless nothing can come into it any more. */
  private void remember(Walk walk) {
    if (walk.firstMissed < Long.MAX_VALUE) {
      from.put(walk.bucket, walk.firstMissed);
    } else if (passBegan >= walk.bucket.end() + LATE) {
      closed.add(walk.bucket);
      from.remove(walk.bucket);
    } else if (walk.last.isPresent()) {
      // One clock of the archive's that is ahead must not hide what is entered by the others.
      long latest = Math.min(walk.last.get().at(), passBegan);
      from.put(walk.bucket, Math.max(walk.from, latest - LATE));
    }
  }

  private Walk nextBucket(long wall) {
    if (left.isEmpty()) {
      beginPass(wall);
    }
    StoodInBucket bucket = left.remove();
    return new Walk(bucket, from.getOrDefault(bucket, 0L));
  }

  /** The newest first: what was stood in for last is missed by most. */
  private void beginPass(long wall) {
    if (wall < passBegan) {
      // The clock was ahead, and is set back: what was over by it is not over.
      closed.clear();
      from.clear();
    }
    passBegan = wall;
    LocalDate oldest = StoodInBucket.dayOf(wall).minusDays(HORIZON.toDays());
    closed.removeIf(bucket -> bucket.day().isBefore(oldest));
    from.keySet().removeIf(bucket -> bucket.day().isBefore(oldest));
    LocalDate newest = StoodInBucket.dayOf(wall + LATE);
    for (LocalDate day = newest; !day.isBefore(oldest); day = day.minusDays(1)) {
      for (int number = 0; number < StoodInBucket.PER_DAY; number++) {
        StoodInBucket bucket = new StoodInBucket(day, number);
        if (!closed.contains(bucket)) {
          left.add(bucket);
        }
      }
    }
  }
}
