package kassa.ring.store;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import kassa.ring.Bound;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridClock;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;

/**
 * A node's own disk: facts, stubs, outbox, agenda. Any thread may call it.
 *
 * <p>Writes are queued and applied in order, many to one fsync. The callbacks run after the fsync
 * on the store's own thread and must only pass the word on. After a failed write or fsync nothing
 * is ever acknowledged again: a retry may falsely succeed, so the node has to stop.
 */
public interface LocalStore extends FactScan, AutoCloseable {
  /**
   * Stores facts of one key.
   *
   * @param durable gets what was known of the key before this write
   */
  void write(Write write, Consumer<FactSet> durable);

  /**
   * Stores facts of many keys, all before the callback. Writes that others bring may be turned away
   * when too many wait; they stay in the others' outboxes.
   *
   * @return whether the writes were taken
   */
  boolean offer(List<Write> writes, Consumer<List<FactSet>> durable);

  /**
   * While false, writes that others bring are turned away: the disk is kept for this node's own.
   */
  void takeOffers(boolean takes);

  /** Drops outbox entries; those that are not there are passed over. */
  void settle(Destination destination, Set<Dot> dots);

  /**
   * Enters facts in the outbox once more. Those that are in it already stay as they are, and those
   * that have left this disk are passed over.
   *
   * @param since milliseconds since 1970, for the entries
   */
  void owe(Destination destination, List<Fact> facts, long since, Runnable durable);

  /** Runs once all that was queued before is durable. */
  void barrier(Runnable durable);

  /** What is known of facts that may leave the disk, or have. */
  Shelf shelf();

  /**
   * Notes that from now on the facts of these keys are known to rest in the archive. Keys to which
   * something happened since they were seen are passed over, here and in the next.
   *
   * @param at milliseconds since 1970, as all times here
   */
  void rest(List<KeyFacts> seen, long at, Runnable durable);

  /**
   * Takes the facts of keys off the disk and leaves stubs, in one batch (rule R9).
   *
   * @param restingBefore they must be known to have rested in the archive by then
   * @param durable gets how many keys there were
   */
  void evict(List<KeyFacts> seen, long restingBefore, long at, IntConsumer durable);

  /** Forgets stubs that were made before a time. */
  void forget(List<Key> keys, long madeBefore, Runnable durable);

  /** About how many facts there are. */
  long heldFacts();

  /** About how many entries the outbox has. */
  long owedEntries();

  /** Whether the outbox has an entry of a fact. */
  boolean owes(Destination destination, Dot dot);

  /**
   * The oldest facts that a destination lacks, of this node's first.
   *
   * @param self entries of facts that this node recorded, in this or an earlier life, count from
   *     ownBefore; others from foreignBefore (milliseconds since 1970)
   */
  List<Fact> owed(
      Destination destination,
      NodeId self,
      long ownBefore,
      long foreignBefore,
      int maxFacts,
      int maxBytes);

  /**
   * Outbox entries of a destination, the oldest of one actor after another's.
   *
   * @param before milliseconds since 1970; younger entries are on their way, and no hints yet
   */
  List<OutboxEntry> outbox(Destination destination, long before, int limit);

  /** The same, of any age, of those that are wanted. It may walk over all others. */
  List<OutboxEntry> outbox(Destination destination, Predicate<OutboxEntry> wanted, int limit);

  /**
   * The node's clock. This store keeps its mark, so that it never goes back from one life to the
   * next.
   */
  HybridClock clock();

  /** Keys with something left to do that opened before a time (milliseconds since 1970). */
  List<Key> open(long before, int limit);

  Register register();

  /** What this store takes at most. */
  List<Bound> bounds();

  @Override
  void close();
}
