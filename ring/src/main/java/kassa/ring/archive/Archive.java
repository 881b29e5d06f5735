package kassa.ring.archive;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
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

  CompletionStage<FactSet> read(Key key);

  /** Whether it answered lately; a hint. */
  boolean reachable();

  @Override
  void close();
}
