package kassa.ring.sim;

import java.util.SplittableRandom;

/**
 * Chance without a state of its own: what is drawn depends on the seed and on what it is drawn for,
 * and on nothing that was drawn before. So taking one operation or one fault out of a plan leaves
 * everything that it did not cause as it was.
 */
public final class Dice {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long seed;

  public Dice(long seed) {
    this.seed = seed;
  }

  public SplittableRandom of(String purpose) {
    return of(purpose, 0, 0);
  }

  /**
   * @param at the first number that tells draws for the same purpose apart, such as a time
   * @param nth the second
   */
  public SplittableRandom of(String purpose, long at, long nth) {
    long hash = FNV_OFFSET ^ mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
    }
    return new SplittableRandom(mix(mix(hash ^ mix(at)) + nth));
  }

  /** The mixer of SplitMix64. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
