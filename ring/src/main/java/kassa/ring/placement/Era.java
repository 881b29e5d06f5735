package kassa.ring.placement;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names an owner set of every partition: two descriptors that place alike, and in which everybody
 * is there for the same time, are one era. What a node says as an owner it says in an era.
 *
 * @param hash of all that decides who owns what
 */
public record Era(long hash) implements Comparable<Era> {
  /** How messages name the era with which their ring began: they say nothing. */
  public static final Era FIRST = new Era(0);

  /** One that is this, and what a text says. */
  public Era of(String text) {
    return new Era(RendezvousHash.hash(text.getBytes(StandardCharsets.UTF_8), hash));
  }

  /**
   * By hand: what Java makes of a record is compiled for what it saw so far, and every message is
   * compared. When the first of another era came, a node threw away the code of a sale.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Era era && era.hash == hash;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public int compareTo(Era other) {
    return Long.compareUnsigned(hash, other.hash);
  }

  @Override
  public String toString() {
    return "%016x".formatted(hash);
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Era parse(String text) {
    return new Era(Long.parseUnsignedLong(text, 16));
  }
}
