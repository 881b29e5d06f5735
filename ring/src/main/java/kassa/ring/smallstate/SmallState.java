package kassa.ring.smallstate;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A map of names to {@link Entry entries}, merged name by name; so it is a join semilattice as
 * well. The ring carries it and knows no meaning of it: the part of a name before the slash says
 * whose it is.
 *
 * @param entries names of 1 to 64 lower-case letters, digits, '-', '.' and '/'
 */
public record SmallState(SortedMap<String, Entry> entries) {
  public static final SmallState EMPTY = new SmallState(Map.of());

  /**
   * The slices in which it travels and lies on disk, so that a change moves a part of it only. Part
   * of the wire format.
   */
  public static final int BUCKETS = 32;

  private static final Pattern NAME = Pattern.compile("[a-z0-9./-]{1,64}");

  public SmallState(Map<String, Entry> entries) {
    this(new TreeMap<>(entries));
  }

  public SmallState {
    for (String name : entries.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "name '" + name + "' is not 1 to 64 of a-z, 0-9, '-', '.' and '/'");
      }
    }
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** Which bucket a name falls into: {@link String#hashCode} is the same on every Java platform. */
  public static int bucketOf(String name) {
    return Math.floorMod(name.hashCode(), BUCKETS);
  }

  /** What is said of a name; {@link Entry#NONE} when nothing is. */
  public Entry entry(String name) {
    return entries.getOrDefault(name, Entry.NONE);
  }

  /** The least that is at least both: associative, commutative, idempotent. */
  public SmallState join(SmallState other) {
    SortedMap<String, Entry> all = new TreeMap<>(entries);
    other.entries.forEach((name, entry) -> all.merge(name, entry, Entry::join));
    return new SmallState(all);
  }

  /** This, joined with what is said of one name. */
  public SmallState plus(String name, Entry entry) {
    return join(new SmallState(Map.of(name, entry)));
  }

  /** The part that falls into a bucket. */
  public SmallState part(int bucket) {
    SortedMap<String, Entry> part = new TreeMap<>(entries);
    part.keySet().removeIf(name -> bucketOf(name) != bucket);
    return new SmallState(part);
  }
}
