package kassa.ring.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kassa.ring.Bound;
import kassa.ring.Fact;
import kassa.ring.Key;

/**
 * A batch of an outbox on its way into the archive, key by key, a few at once. What is written
 * counts even when the rest is not: an archive that is slow after it was away would be given the
 * same facts again and again, by ever more owners, and stay slow for that. After the first failure
 * nothing more is begun. Times are milliseconds of the monotonic clock. One thread at a time.
 *
 * @see <a href="https://doi.org/10.1145/3458336.3465286">Bronson et al., Metastable Failures in
 *     Distributed Systems, 2021</a>
 */
public final class ArchiveBatch {
  /** Each waits for a group of the archive's commit log, so that few at once would be slow. */
  private static final int MOST_AT_ONCE = 16;

  /** After it nothing more is begun; with the archive's own deadline a batch ends soon after. */
  private static final long PATIENCE = 5_000;

  /** Facts of one key. */
  public record Part(Key key, List<Fact> facts) {
    public Part {
      facts = List.copyOf(facts);
    }
  }

  private final long begun;
  private final Deque<Part> waiting = new ArrayDeque<>();
  private final List<Fact> written = new ArrayList<>();
  private int underWay;
  private boolean failed;
  private boolean late;

  public ArchiveBatch(List<Fact> facts, long now) {
    this.begun = now;
    Map<Key, List<Fact>> byKey = new LinkedHashMap<>();
    facts.forEach(fact -> byKey.computeIfAbsent(fact.key(), key -> new ArrayList<>()).add(fact));
    byKey.forEach((key, its) -> waiting.add(new Part(key, its)));
  }

  /** What is to be written now; each is to end with {@link #ended}. */
  public List<Part> begin(long now) {
    late |= now - begun >= PATIENCE;
    List<Part> parts = new ArrayList<>();
    while (!failed && !late && underWay < MOST_AT_ONCE && !waiting.isEmpty()) {
      underWay++;
      parts.add(waiting.remove());
    }
    return parts;
  }

  /**
   * @param done whether it is durable there
   */
  public void ended(Part part, boolean done) {
    underWay--;
    if (done) {
      written.addAll(part.facts());
    }
    failed |= !done;
  }

  public boolean hasFailed() {
    return failed;
  }

  /** Nothing is on its way, and nothing will be begun. */
  public boolean isOver() {
    return underWay == 0 && (failed || late || waiting.isEmpty());
  }

  /** Whether all of it is written, once it is over. */
  public boolean isWhole() {
    return !failed && waiting.isEmpty();
  }

  public List<Fact> written() {
    return List.copyOf(written);
  }

  public static Bound bound() {
    return Bound.of("archive.writes", MOST_AT_ONCE, "keys", "wait for one to end");
  }
}
