package kassa.gateway.verify;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that should not be so, as one look saw it.
 *
 * @param key what it is about: an order or another key, or a reference of the acquirer
 * @param what for people; the same in the next look if it is still so
 * @param late whether it may be on its way to be right: then it is no violation, and nothing is
 *     known yet either
 * @param unarchivedSince when the fact was learned that the archive lacks, if it lacks one
 */
public record Finding(
    Promise promise, String key, String what, boolean late, Optional<Instant> unarchivedSince) {
  static Finding of(Promise promise, String key, String what, boolean late) {
    return new Finding(promise, key, what, late, Optional.empty());
  }

  /** Whether both say the same, late or not. */
  boolean isSameAs(Finding other) {
    return promise == other.promise && key.equals(other.key) && what.equals(other.what);
  }
}
