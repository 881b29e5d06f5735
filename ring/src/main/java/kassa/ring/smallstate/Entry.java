package kassa.ring.smallstate;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is said of one name, as a join semilattice: a set of versions that only grows, under a floor
 * that only rises. What lies below the floor is over for good and needs no tombstone. Versions of
 * one generation that differ were said on two sides of a cut; what that means is for the layer
 * above to say.
 *
 * @param floor the lowest generation that still counts; 0 when nothing ended yet
 * @param versions in order, each once, none below the floor
 */
public record Entry(int floor, List<Version> versions) {
  /** Nothing was said. It joins to whatever it is joined with. */
  public static final Entry NONE = new Entry(0, List.of());

  public Entry {
    if (floor < 0) {
      throw new IllegalArgumentException("floor " + floor);
    }
    versions = versions.stream().sorted().distinct().toList();
    if (!versions.isEmpty() && versions.get(0).generation() < floor) {
      throw new IllegalArgumentException(versions.get(0) + " is below the floor " + floor);
    }
  }

  public static Entry of(Collection<Version> versions) {
    return new Entry(0, List.copyOf(versions));
  }

  /** The least that is at least both: associative, commutative, idempotent. */
  public Entry join(Entry other) {
    int highest = Math.max(floor, other.floor);
    return new Entry(
        highest,
        Stream.concat(versions.stream(), other.versions.stream())
            .filter(version -> version.generation() >= highest)
            .toList());
  }

  /** This with a version more. */
  public Entry plus(Version version) {
    return join(of(List.of(version)));
  }

  /** This without the versions below a generation. */
  public Entry endBelow(int generation) {
    return join(new Entry(generation, List.of()));
  }

  /** The highest generation of a version; 0 when there is none. */
  public int latest() {
    return versions.isEmpty() ? 0 : versions.get(versions.size() - 1).generation();
  }
}
