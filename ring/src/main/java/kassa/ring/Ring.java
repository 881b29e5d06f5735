package kassa.ring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import kassa.ring.membership.SlowStart;
import kassa.ring.placement.PreferenceList;

/**
 * A node's view of the ring. Any thread may call it; stages complete on a thread that must not be
 * blocked, and never exceptionally: what may happen is in the outcomes.
 */
public interface Ring {
  NodeId self();

  /** All nodes of the ring, this one included. */
  List<NodeId> nodes();

  /** The nodes that hold a key, in order. Pure, from the descriptor. */
  PreferenceList preference(Key key);

  /**
   * All nodes, in the order in which they should run what is to be done about a key: as in the
   * preference list, but processes that have just begun, and owners that have just got all they
   * own, come behind ({@link SlowStart}), and new owners that have not got it yet come last. They
   * are busy, cold, and would have to ask the others anyway.
   */
  List<NodeId> homes(Key key);

  /** Whether a peer was heard from lately; a hint, for request timeouts are the truth. */
  boolean reachable(NodeId node);

  /**
   * Whether this process ever heard from enough others, the archive among them, to keep an order in
   * W places. Once true, always true. A process that has just begun knows nobody for some seconds,
   * and whatever it takes then waits in vain.
   */
  boolean hasMetEnough();

  /** What this node's own disk holds of a key. */
  FactSet local(Key key);

  /**
   * Records new facts of a key, on this node's disk first and then on the key's owners.
   *
   * @param drafts at least one
   * @param timeout how long to wait for W places; the facts stay either way
   */
  CompletionStage<AppendOutcome> append(Key key, List<FactDraft> drafts, Duration timeout);

  /**
   * Sends facts that are known already to the key's owners again, so that the outcome tells on how
   * many places they are.
   *
   * @param facts at least one, all of this key
   */
  CompletionStage<AppendOutcome> ensure(Key key, FactSet facts, Duration timeout);

  /** The union of what R owners hold. */
  CompletionStage<ReadOutcome> read(Key key, Duration timeout);
}
