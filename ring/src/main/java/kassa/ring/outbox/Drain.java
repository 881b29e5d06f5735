package kassa.ring.outbox;

import java.util.OptionalLong;

/**
 * How fast something is worked off.
 *
 * @param perSecond none when nothing moves
 */
public record Drain(double perSecond) {
  /**
   * How long the rest takes if it goes on like this, in seconds, rounded up; empty when nothing
   * moves, for then nobody can tell.
   *
   * @param waiting how much is left
   */
  public OptionalLong secondsLeft(long waiting) {
    if (waiting == 0) {
      return OptionalLong.of(0);
    }
    return perSecond > 0
        ? OptionalLong.of((long) Math.ceil(waiting / perSecond))
        : OptionalLong.empty();
  }
}
