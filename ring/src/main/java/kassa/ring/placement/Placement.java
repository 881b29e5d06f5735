package kassa.ring.placement;

import java.util.List;
import java.util.stream.IntStream;
import kassa.ring.Key;

/**
 * The preference lists of all partitions, worked out once: each message needs one or more of them.
 * Any thread may call.
 */
public final class Placement {
  private final RingDescriptor ring;
  private final List<PreferenceList> lists;

  public Placement(RingDescriptor ring) {
    this.ring = ring;
    this.lists =
        IntStream.range(0, Partition.COUNT)
            .mapToObj(number -> PreferenceList.of(new Partition(number), ring))
            .toList();
  }

  public RingDescriptor ring() {
    return ring;
  }

  public PreferenceList of(Key key) {
    return of(Partition.of(key));
  }

  public PreferenceList of(Partition partition) {
    return lists.get(partition.number());
  }
}
