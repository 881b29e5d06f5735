package kassa.ring;

import java.util.Comparator;

/**
 * The name of a fact: who recorded it, and its place in what that actor recorded.
 *
 * @param actor the life of the node that recorded the fact
 * @param seq 1, 2, 3 … without gaps within an actor
 * @see <a href="https://arxiv.org/abs/1210.3368">Almeida et al., dotted version vectors, section
 *     5</a>
 */
public record Dot(Incarnation actor, long seq) implements Comparable<Dot> {
  private static final Comparator<Dot> ORDER =
      Comparator.comparing(Dot::actor).thenComparingLong(Dot::seq);

  public Dot {
    if (seq < 1) {
      throw new IllegalArgumentException("sequence numbers start at 1, not " + seq);
    }
  }

  /** Reads what {@link #toString()} wrote. */
  public static Dot parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a dot: '" + text + "'");
    }
    return new Dot(
        Incarnation.parse(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  @Override
  public int compareTo(Dot other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return actor + ":" + seq;
  }
}
