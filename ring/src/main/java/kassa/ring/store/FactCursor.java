package kassa.ring.store;

import java.util.Optional;
import kassa.ring.Key;
import kassa.ring.placement.Partition;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk over a whole disk has come.
 *
 * @param after the last key of the partition that was visited; null before its first
 */
public record FactCursor(Partition partition, @Nullable Key after) {
  public static final FactCursor START = new FactCursor(new Partition(0), null);

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException when it did not
   */
  public static FactCursor parse(String text) {
    int dot = text.indexOf('.');
    String number = dot < 0 ? text : text.substring(0, dot);
    return new FactCursor(
        new Partition(Integer.parseInt(number)), dot < 0 ? null : new Key(text.substring(dot + 1)));
  }

  /** The beginning of the next partition; nothing after the last. */
  Optional<FactCursor> nextPartition() {
    int next = partition.number() + 1;
    return next < Partition.COUNT
        ? Optional.of(new FactCursor(new Partition(next), null))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return after == null ? "" + partition.number() : partition.number() + "." + after;
  }
}
