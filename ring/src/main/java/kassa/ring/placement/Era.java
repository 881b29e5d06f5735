package kassa.ring.placement;

import java.nio.charset.StandardCharsets;

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
