package kassa.ring.archive;

import java.time.LocalDate;
import kassa.ring.Key;
import kassa.ring.placement.Partition;

/**
 * Where the archive keeps some of the entries of one day (UTC): one day of a long outage would be
 * too much for one partition of Cassandra.
 *
 * @param number 0 to {@link #PER_DAY} − 1
 */
public record StoodInBucket(LocalDate day, int number) {
  /** Each is a look in every sweep: more of them cost idle nodes, fewer make partitions too big. */
  public static final int PER_DAY = 16;

  private static final long DAY_MILLIS = 86_400_000;

  /** The bucket of entries of a key made at a time, in milliseconds since 1970. */
  public static StoodInBucket of(Key key, long at) {
    return new StoodInBucket(dayOf(at), numberOf(key));
  }

  static int numberOf(Key key) {
    return Partition.of(key).number() % PER_DAY;
  }

  static LocalDate dayOf(long millis) {
    return LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS));
  }

  /** The first millisecond after the day. */
  long end() {
    return (day.toEpochDay() + 1) * DAY_MILLIS;
  }
}
