package kassa.ring.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kassa.ring.Key;

/**
 * Some keys of a disk with all that it holds of them: a step of a walk over it that may take hours,
 * and that whoever walks can end or resume between any two.
 *
 * @param next where the next page begins; empty at the end of the disk
 */
public record FactPage(List<KeyFacts> keys, Optional<FactCursor> next) {
  /** In which every disk is walked, so that the pages of several can be merged. */
  public static final Comparator<Key> ORDER =
      (one, other) -> Arrays.compareUnsigned(Rows.factsOf(one), Rows.factsOf(other));

  public FactPage {
    keys = List.copyOf(keys);
  }

  /**
   * @param most keys in it; fewer only at the end
   */
  public static FactPage read(FactScan disk, FactCursor from, int most) {
    List<KeyFacts> keys = new ArrayList<>();
    Optional<FactCursor> at = Optional.of(from);
    while (at.isPresent() && keys.size() < most) {
      FactCursor cursor = at.get();
      boolean[] more = {false};
      disk.scan(
          cursor.partition(),
          cursor.after(),
          held -> {
            more[0] = keys.size() == most;
            return !more[0] && keys.add(held);
          });
      at =
          more[0]
              ? Optional.of(new FactCursor(cursor.partition(), keys.get(most - 1).key()))
              : cursor.nextPartition();
    }
    return new FactPage(keys, at);
  }
}
