package kassa.ring.sim;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import kassa.ring.AppendOutcome;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.placement.PreferenceList;

/**
 * One life of a node's view of the ring: what {@link kassa.ring.Ring} is in production, with
 * callbacks for stages, since a stage would swallow what a checker throws. When the life is over
 * its callbacks never come and its calls do nothing.
 */
public interface SimRing {
  NodeId self();

  /** By this node's own clock, which may be wrong. */
  Instant now();

  /** Whether this life goes on: it may end in the middle of what its shell is doing. */
  boolean isAlive();

  PreferenceList preference(Key key);

  boolean reachable(NodeId node);

  FactSet local(Key key);

  /** The keys of this disk with something left to do. */
  List<Key> open();

  void append(Key key, List<FactDraft> drafts, long timeout, Consumer<AppendOutcome> done);

  void ensure(Key key, FactSet facts, long timeout, Consumer<AppendOutcome> done);

  void read(Key key, long timeout, Consumer<ReadOutcome> done);

  /** Hands a parcel to the network, which may lose it; to oneself it always comes, a bit later. */
  void send(NodeId to, byte[] parcel);

  /** Does it after a delay, in milliseconds; later, should the node be paused then. */
  void later(long delay, Runnable task);

  /** Does it now, or when the pause is over; the node may die in this very moment instead. */
  void whenAwake(Runnable task);
}
