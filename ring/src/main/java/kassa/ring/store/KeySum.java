package kassa.ring.store;

import kassa.ring.HybridTime;
import kassa.ring.Key;

/**
 * What a digest needs to know of a key.
 *
 * @param facts whose content is on the disk
 * @param sum of the hashes of all, those included of which only the name is here
 * @param newest the time of the latest fact; zero where there is content, which counts at any age
 */
public record KeySum(Key key, int facts, long sum, HybridTime newest) {
  public static KeySum of(KeyFacts held) {
    int facts = held.facts().size();
    HybridTime newest = facts > 0 ? HybridTime.ZERO : held.facts().newest();
    return new KeySum(held.key(), facts, held.facts().sum(), newest);
  }

  /** Whether it has to be compared: of old keys owners forget the names, each at its time. */
  public boolean counts(HybridTime since) {
    return facts > 0 || newest.compareTo(since) >= 0;
  }
}
