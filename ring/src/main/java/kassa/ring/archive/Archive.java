package kassa.ring.archive;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import kassa.ring.Bound;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;

/**
 * Where facts rest for good. It may be away at any time. Any thread may call it; stages complete
 * within the archive's own deadline, exceptionally when the outcome is not known or not good:
 * whoever writes then writes again, for writing is idempotent.
 */
public interface Archive extends AutoCloseable {
  /** Stores facts of one key; done when they are durable. */
  CompletionStage<Void> write(Key key, Collection<Fact> facts);

  /**
   * Stores facts of one key as the last fallback of an append (rule R4), enters that in {@code
   * stood_in}, and reads back what there is of the key; done when all of it is. Reading after
   * writing makes the append a read (rule R2): of two writers at least one sees the other's facts.
   * The entry comes after the facts, so that whoever finds it finds them. Its time is by the
   * archive's clock: a node that is alone cannot know that its own is wrong, and an entry under a
   * day that others do not look at would not be found.
   */
  CompletionStage<FactSet> writeThrough(Key key, Collection<Fact> facts);

  /** Everything that it holds of a key. */
  CompletionStage<FactSet> read(Key key);

  /**
   * Entries of a bucket that were made at a time or later, in order.
   *
   * @param after the last entry of the page before, if there was one
   * @param limit fewer come only when these are the last
   */
  CompletionStage<List<StoodIn>> stoodIn(
      StoodInBucket bucket, long from, Optional<StoodIn> after, int limit);

  /** Whether it answered lately; a hint. */
  boolean reachable();

  /** What it is asked at most. */
  List<Bound> bounds();

  @Override
  void close();
}
