package kassa.ring;

/**
 * Hybrid logical time: close to the wall clock, yet never at odds with cause and effect.
 *
 * @param packed 48 bits of milliseconds since 1970, then 16 bits that count within a millisecond
 * @see <a href="https://cse.buffalo.edu/tech-reports/2014-04.pdf">Kulkarni et al., Logical Physical
 *     Clocks, 2014</a>
 */
public record HybridTime(long packed) implements Comparable<HybridTime> {
  private static final int COUNTER_BITS = 16;

  public static final HybridTime ZERO = new HybridTime(0);

  public static HybridTime ofMillis(long millis) {
    return new HybridTime(millis << COUNTER_BITS);
  }

  public long millis() {
    return packed >>> COUNTER_BITS;
  }

  /** The place within the millisecond. */
  public int counter() {
    return (int) (packed & 0xffff);
  }

  /** The next later time; a full counter runs over into the milliseconds. */
  public HybridTime next() {
    return new HybridTime(packed + 1);
  }

  @Override
  public int compareTo(HybridTime other) {
    return Long.compareUnsigned(packed, other.packed);
  }

  @Override
  public String toString() {
    return millis() + "." + counter();
  }
}
