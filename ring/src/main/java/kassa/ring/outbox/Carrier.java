package kassa.ring.outbox;

import java.util.List;
import kassa.ring.Fact;

/** Takes a batch of an outbox to its destination. Called by one thread at a time; never blocks. */
public interface Carrier {
  /**
   * Sends a batch. The destination's word goes to {@link Handoff#delivered} or {@link
   * Handoff#failed} under the same number; none within the timeout counts as failed.
   */
  void carry(long batch, List<Fact> facts);

  /** A hint. */
  boolean reachable();
}
