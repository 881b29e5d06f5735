package kassa.ring.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Heirs;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.store.Write;
import kassa.ring.wire.RingMessage.Get;
import kassa.ring.wire.RingMessage.GetAck;
import kassa.ring.wire.RingMessage.Put;
import kassa.ring.wire.RingMessage.PutAck;

/**
 * What a node does with facts that others bring. It answers a put only after its disk has; the
 * order in which the disk takes puts of one key is the order of their answers (rule R2).
 */
public final class Replica {
  private final NodeId self;
  private final Placement placement;
  private final Predicate<Partition> complete;

  /**
   * @param complete for which partitions this node is (rule R7); any thread may be asked
   */
  public Replica(NodeId self, Placement placement, Predicate<Partition> complete) {
    this.self = self;
    this.placement = placement;
    this.complete = complete;
  }

  /**
   * Whom this node owes facts that came in: the archive, as an owner, or one to be, that may never
   * be told that they rest there (rule R10); the owner in whose place it stores them (rule R3), or,
   * if that is none any more, those that are.
   */
  public List<Destination> owed(Put put) {
    NodeId absent = put.standsInFor();
    if (absent == null) {
      return owed(put.key());
    }
    Destination owner = Destination.peer(absent);
    List<Destination> owed = new ArrayList<>();
    if (isHolder(put.key())) {
      owed.add(Destination.ARCHIVE);
    }
    if (Heirs.mustInherit(owner, put.key(), placement)) {
      owed.addAll(Heirs.of(put.key(), placement, self));
    } else if (!absent.equals(self)) {
      owed.add(owner);
    }
    return owed;
  }

  /**
   * Whom this node owes facts that were meant for it as an owner. It may not be one any more, by
   * what it knows and the sender does not; then it owes them to those that are.
   */
  public List<Destination> owed(Key key) {
    return isHolder(key) ? List.of(Destination.ARCHIVE) : Heirs.of(key, placement, self);
  }

  private boolean isHolder(Key key) {
    return placement.of(key).holders().anyMatch(self::equals);
  }

  /**
   * What to write of facts, of any keys, that a peer's outbox delivered or that were asked for.
   *
   * @param stubs of further facts, by key
   * @param since milliseconds since 1970
   */
  public List<Write> writes(Collection<Fact> facts, Map<Key, Stub> stubs, long since) {
    Map<Key, List<Fact>> byKey = new LinkedHashMap<>();
    for (Fact fact : facts) {
      byKey.computeIfAbsent(fact.key(), key -> new ArrayList<>()).add(fact);
    }
    stubs.keySet().forEach(key -> byKey.computeIfAbsent(key, k -> List.of()));
    return byKey.entrySet().stream()
        .map(
            e ->
                new Write(
                    e.getKey(),
                    e.getValue(),
                    owed(e.getKey()),
                    stubs.getOrDefault(e.getKey(), Stub.NONE),
                    since))
        .toList();
  }

  /** What to answer once the put is durable; prior is what the disk held of the key before. */
  public PutAck acknowledge(Put put, FactSet prior) {
    return new PutAck(
        put.round(), prior.without(put.mentioned()), prior.stub(), isComplete(put.key()));
  }

  public GetAck answer(Get get, FactSet held) {
    return new GetAck(
        get.round(), held.without(get.mentioned()), held.stub(), isComplete(get.key()));
  }

  private boolean isComplete(Key key) {
    return complete.test(Partition.of(key));
  }
}
