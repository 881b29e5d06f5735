package kassa.ring.outbox;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import kassa.ring.Dot;
import kassa.ring.Fact;

/**
 * Empties the outbox towards one destination, for ever: one bounded batch is on its way at a time,
 * the next follows when the destination has stored it, and after a failure the wait doubles. Times
 * are milliseconds of the monotonic clock.
 *
 * <p>It keeps no entries, only the batch on its way: the outbox may be far larger than memory.
 */
public final class Handoff {
  private final HandoffSettings settings;
  private final RandomGenerator random;

  private Phase phase = Phase.IDLE;
  private long batch;
  private long sentAt;
  private Set<Dot> onTheWay = Set.of();
  private int failures;
  private long notBefore;

  private enum Phase {
    IDLE,
    LOADING,
    SENT
  }

  /**
   * @param firstBatch where this life counts batches from; random, so that an answer to an earlier
   *     life's batch settles nothing
   */
  public Handoff(HandoffSettings settings, long firstBatch, RandomGenerator random) {
    this.settings = settings;
    this.batch = firstBatch;
    this.random = random;
  }

  /** Whether to load a batch from the disk now, and then to call {@link #loaded}. */
  public boolean wantsBatch(boolean destinationReachable, long now) {
    if (phase == Phase.SENT && now - sentAt >= settings.timeout()) {
      var unused = failed(batch, Set.of(), now);
    }
    if (phase != Phase.IDLE || !destinationReachable || now < notBefore) {
      return false;
    }
    phase = Phase.LOADING;
    return true;
  }

  /**
   * The disk gave the oldest facts that this destination lacks.
   *
   * @return the number of the batch to send, or nothing when none wait
   */
  public Optional<Long> loaded(List<Fact> facts, long now) {
    if (facts.isEmpty()) {
      phase = Phase.IDLE;
      notBefore = now + settings.pause();
      return Optional.empty();
    }
    phase = Phase.SENT;
    sentAt = now;
    notBefore = isFull(facts) ? now : now + settings.pause();
    onTheWay = new HashSet<>();
    facts.forEach(fact -> onTheWay.add(fact.dot()));
    return Optional.of(++batch);
  }

  /** More waits, in all likelihood; else a pause gathers what belongs together. */
  private boolean isFull(List<Fact> facts) {
    int bytes = facts.stream().mapToInt(Fact::payloadLength).sum();
    return facts.size() >= settings.maxFacts() || bytes >= settings.maxBytes();
  }

  /**
   * The destination has the batch for good.
   *
   * @return the dots whose entries are to be dropped (rule R6)
   */
  public Set<Dot> delivered(long number, long now) {
    if (phase != Phase.SENT || number != batch) {
      return Set.of();
    }
    Set<Dot> done = onTheWay;
    onTheWay = Set.of();
    phase = Phase.IDLE;
    failures = 0;
    notBefore = Math.max(notBefore, restedAt(now));
    return done;
  }

  /**
   * The destination does not have all of the batch, or may not; the rest comes with a later one.
   * Where something arrives the wait does not grow.
   *
   * @param stored what it has for good
   * @return the dots whose entries are to be dropped (rule R6)
   */
  public Set<Dot> failed(long number, Set<Dot> stored, long now) {
    if (phase != Phase.SENT || number != batch) {
      return Set.of();
    }
    Set<Dot> done = new HashSet<>(onTheWay);
    done.retainAll(stored);
    onTheWay = Set.of();
    phase = Phase.IDLE;
    failures = done.isEmpty() ? failures + 1 : 1;
    long backoff = settings.backoff().afterFailures(failures, random);
    notBefore = Math.max(now + backoff, restedAt(now));
    return done;
  }

  private long restedAt(long now) {
    return now + settings.rest() * (now - sentAt);
  }

  /** The destination came back: no need to wait out the backoff. */
  public void hurry() {
    failures = 0;
    notBefore = 0;
  }
}
