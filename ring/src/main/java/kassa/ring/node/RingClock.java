package kassa.ring.node;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import kassa.ring.membership.ClockSkew;
import kassa.ring.membership.PeerClock;
import kassa.ring.membership.PeerClocks;

/**
 * The wall clock that a node lives by: its own; or, while a majority says that it is off, put right
 * by what they say. Any thread may call it.
 *
 * <p>A clock that is off must not reach what others read. The deadline of a checkout travels, so
 * that a node that is an hour ahead would give its homes an hour to charge, and one that is behind
 * would have every checkout refused as too late; the age of an outbox entry decides when it is
 * handed over. These last for seconds, for which the estimate will do. Facts are for ever: a node
 * that only believes to know the time records none.
 */
final class RingClock extends Clock {
  /** Two readings that are further apart, in milliseconds, are not of the same moment. */
  private static final long SAME_MOMENT = 5;

  private final Clock own;
  private final PeerClocks peers;

  /** The own wall clock, off or not, and the monotonic clock at the same moment. */
  record Reading(long wall, long now) {}

  RingClock(Clock own, PeerClocks peers) {
    this.own = own;
    this.peers = peers;
  }

  Reading read() {
    while (true) {
      long before = MonotonicClock.now();
      long wall = own.millis();
      if (MonotonicClock.now() - before <= SAME_MOMENT) {
        return new Reading(wall, before);
      }
    }
  }

  /** Empty unless a majority says that the own clock is off. */
  Optional<ClockSkew> skew() {
    Reading reading = read();
    return peers.skew(reading.wall(), reading.now());
  }

  /** See {@link PeerClocks#isConfirmed}. */
  boolean isConfirmed(int nodes) {
    Reading reading = read();
    return peers.isConfirmed(nodes, reading.wall(), reading.now());
  }

  List<PeerClock> peers() {
    Reading reading = read();
    return peers.all(reading.wall(), reading.now());
  }

  @Override
  public long millis() {
    Reading reading = read();
    return peers.time(reading.wall(), reading.now());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("times of the ring are UTC");
  }
}
