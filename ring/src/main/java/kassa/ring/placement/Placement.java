package kassa.ring.placement;

import java.util.List;
import java.util.stream.IntStream;
import kassa.ring.Key;
import kassa.ring.NodeId;

/**
 * The preference lists of all partitions, worked out once: each message needs one or more of them.
 * Any thread may call.
 */
public final class Placement {
  private final RingDescriptor ring;
  private final Era era;
  private final List<NodeId> bystanders;
  private final List<PreferenceList> lists;

  public Placement(RingDescriptor ring) {
    this(ring, ring, List.of(), ring.era());
  }

  /**
   * @param next the ring that it will be once all are brought up that are joining
   * @param bystanders nodes that own nothing, not yet or not any more, and may hold facts all the
   *     same
   * @param era by which all this is so
   */
  public Placement(RingDescriptor ring, RingDescriptor next, List<NodeId> bystanders, Era era) {
    this.ring = ring;
    this.era = era;
    this.bystanders = List.copyOf(bystanders);
    this.lists =
        IntStream.range(0, Partition.COUNT)
            .mapToObj(Partition::new)
            .map(partition -> list(partition, ring, next))
            .toList();
  }

  private static PreferenceList list(
      Partition partition, RingDescriptor ring, RingDescriptor next) {
    PreferenceList now = PreferenceList.of(partition, ring);
    return next.equals(ring) ? now : now.before(PreferenceList.of(partition, next));
  }

  public RingDescriptor ring() {
    return ring;
  }

  public Era era() {
    return era;
  }

  public List<NodeId> bystanders() {
    return bystanders;
  }

  /** The partitions that a node must hold. */
  public List<Partition> ownedBy(NodeId node) {
    return IntStream.range(0, Partition.COUNT)
        .filter(number -> lists.get(number).owners().contains(node))
        .mapToObj(Partition::new)
        .toList();
  }

  public PreferenceList of(Key key) {
    return of(Partition.of(key));
  }

  public PreferenceList of(Partition partition) {
    return lists.get(partition.number());
  }
}
