package kassa.ring.placement;

import java.util.Comparator;
import java.util.HexFormat;

/**
 * One membership of a node in a ring: it is new whenever the node comes in again. Two sides of a
 * cut may take the same number; the salt tells them apart, and orders them.
 *
 * @param number from 1
 * @param salt random
 */
public record Generation(int number, int salt) implements Comparable<Generation> {
  /** Of the nodes with which a ring begins. */
  public static final Generation FIRST = new Generation(1, 0);

  private static final Comparator<Generation> ORDER =
      Comparator.comparingInt(Generation::number)
          .thenComparing(Generation::salt, Integer::compareUnsigned);

  public Generation {
    if (number < 1) {
      throw new IllegalArgumentException("generation " + number);
    }
  }

  public Generation next(int itsSalt) {
    return new Generation(number + 1, itsSalt);
  }

  @Override
  public int compareTo(Generation other) {
    return ORDER.compare(this, other);
  }

  /** Such as 2.9f3a1c22. */
  @Override
  public String toString() {
    return number + "." + HexFormat.of().toHexDigits(salt);
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Generation parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || text.length() != dot + 9) {
      throw new IllegalArgumentException("not a generation: '" + text + "'");
    }
    return new Generation(
        Integer.parseInt(text, 0, dot, 10),
        Integer.parseUnsignedInt(text, dot + 1, text.length(), 16));
  }
}
