package kassa.gateway.ops;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kassa.ring.outbox.OutboxEntry;

/**
 * How much waits for one destination.
 *
 * @param capped whether there are more than were counted
 * @param oldest when the oldest of the counted was written
 */
record OutboxCount(int count, boolean capped, Optional<Instant> oldest) {
  /** More than this many are not counted: who looks must not read the whole disk. */
  static final int CAP = 10_000;

  /**
   * @param entries at most one more than {@link #CAP}
   */
  static OutboxCount of(List<OutboxEntry> entries) {
    return new OutboxCount(
        Math.min(entries.size(), CAP),
        entries.size() > CAP,
        entries.stream().map(OutboxEntry::since).min(Long::compare).map(Instant::ofEpochMilli));
  }
}
