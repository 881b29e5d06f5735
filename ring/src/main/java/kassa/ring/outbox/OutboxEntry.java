package kassa.ring.outbox;

import kassa.ring.Dot;
import kassa.ring.Key;

/**
 * That a destination must have a fact: its name only, never a second copy of the payload. An entry
 * that has waited is a hint.
 *
 * @param since when it was written, milliseconds since 1970 by this node's clock
 */
public record OutboxEntry(Destination destination, Dot dot, Key key, long since) {
  /** An entry that is so much younger than it should be was written by a clock that was ahead. */
  private static final long INCREDIBLE = 120_000;

  /**
   * Whether it may be handed over, and need not wait until a clock that was set back shows the time
   * at which it was written once more.
   *
   * @param before what is older is ripe, milliseconds since 1970
   */
  public boolean isRipe(long before) {
    return since <= before || since - before > INCREDIBLE;
  }
}
