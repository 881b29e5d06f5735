package kassa.ring.outbox;

import java.util.Optional;
import kassa.ring.placement.Era;

/**
 * How far a node is with what others own now: with entering it in its outbox, and with getting what
 * it owns itself. Times are milliseconds of the monotonic clock; any thread may call.
 */
public final class HandoverProgress {
  private final DrainRate entries = new DrainRate();
  private final DrainRate partitions = new DrainRate();
  private final DrainRate fills = new DrainRate();
  private Optional<Era> begun = Optional.empty();
  private Optional<Era> over = Optional.empty();
  private int left;
  private long entered;
  private Optional<Era> filling = Optional.empty();
  private int lacked;

  /**
   * One look at it.
   *
   * @param over the era for which all is entered
   * @param left partitions of which it has still to enter what it holds
   * @param entered entries so far for the era that it is at, or was at last
   * @param entries how fast
   * @param partitions how fast those are gone through
   * @param fills how fast partitions become complete that the node owns itself, or are fetched that
   *     it will own
   */
  public record Seen(
      Optional<Era> over, int left, long entered, Drain entries, Drain partitions, Drain fills) {}

  /**
   * It begins with an era, or goes through what is owed once more, for nodes have gone.
   *
   * @param toGive partitions of which the node gives what it holds
   */
  public synchronized void begin(Era era, int toGive) {
    entered = begun.equals(Optional.of(era)) ? entered : 0;
    begun = Optional.of(era);
    over = Optional.empty();
    left = toGive;
  }

  /** Entries are made. */
  public synchronized void entered(long count, long now) {
    entered += count;
    entries.done(count, now);
  }

  /** So many partitions are not gone through yet. */
  public synchronized void left(int count, long now) {
    if (count < left) {
      partitions.done(left - count, now);
    }
    left = count;
  }

  /** All that others own in an era is entered. */
  public synchronized void over(Era era) {
    over = Optional.of(era);
  }

  /**
   * Of so many partitions that it owns, or will, the node lacks something; how many there were in
   * another era says nothing of how fast it goes.
   */
  public synchronized void lacks(Era era, int count, long now) {
    if (filling.equals(Optional.of(era)) && count < lacked) {
      fills.done(lacked - count, now);
    }
    filling = Optional.of(era);
    lacked = count;
  }

  public synchronized Seen at(long now) {
    return new Seen(over, left, entered, entries.at(now), partitions.at(now), fills.at(now));
  }
}
