package kassa.ring.smallstate;

import java.util.function.UnaryOperator;
import kassa.ring.Bound;

/**
 * What comes of saying something of a name, decided before anything is kept.
 *
 * @param all the small state with it; the same as without when there is nothing new, or no room
 */
public record Saying(SmallState all, ChangeOutcome outcome) {
  /**
   * What a bucket may grow to by changes at one node. Three sides of a cut can each fill it, and
   * what they merge to still fits a message of 256 KiB.
   */
  static final int MOST_BYTES = 64 * 1024;

  /**
   * @param change what shall be said, by what is; it is joined with that
   */
  public static Saying of(SmallState all, String name, UnaryOperator<Entry> change) {
    Entry before = all.entry(name);
    Entry now = before.join(change.apply(before));
    if (now.equals(before)) {
      return new Saying(all, new ChangeOutcome.Kept(now));
    }
    SmallState next = all.plus(name, now);
    int bytes = SmallStateCodec.encode(next.part(SmallState.bucketOf(name))).length;
    return bytes > MOST_BYTES
        ? new Saying(all, new ChangeOutcome.Full())
        : new Saying(next, new ChangeOutcome.Kept(now));
  }

  public static Bound bound() {
    String beyond = "no merchant is added: 507, and what is there stays";
    return Bound.of("small_state.slice", MOST_BYTES, "bytes", beyond);
  }
}
