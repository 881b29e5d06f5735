package kassa.ring;

import java.util.OptionalLong;

/**
 * A limit that a node lives by, as operators are shown it. Made by the class that enforces it, out
 * of the number it enforces, so that what is shown is what holds.
 *
 * @param name stable: the part of the node, a dot, and what is bounded there
 * @param limit in units; of one that adapts, the present value
 * @param use what there is of it now; empty where nothing counts it
 * @param beyond what happens to what is more, for people
 */
public record Bound(String name, long limit, String unit, OptionalLong use, String beyond) {
  /** One of which nobody counts what is used. */
  public static Bound of(String name, long limit, String unit, String beyond) {
    return new Bound(name, limit, unit, OptionalLong.empty(), beyond);
  }

  public Bound used(long now) {
    return new Bound(name, limit, unit, OptionalLong.of(now), beyond);
  }
}
