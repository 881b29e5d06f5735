package kassa.ring.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.placement.RingDescriptor.Member;

/**
 * The nodes of a partition in the order in which they are asked.
 *
 * @param owners the N that must hold its facts, on distinct zones while there are enough; fewer
 *     than N when the ring is smaller
 * @param fallbacks the others, each to stand in for a named owner
 * @param pending nodes that are joining and will be owners: they get what is written from now on,
 *     and count for nothing, as Cassandra's pending replicas do
 */
public record PreferenceList(List<NodeId> owners, List<NodeId> fallbacks, List<NodeId> pending) {
  public PreferenceList {
    owners = List.copyOf(owners);
    fallbacks = List.copyOf(fallbacks);
    pending = List.copyOf(pending);
  }

  /** While nobody is joining. */
  public PreferenceList(List<NodeId> owners, List<NodeId> fallbacks) {
    this(owners, fallbacks, List.of());
  }

  static PreferenceList of(Partition partition, RingDescriptor ring) {
    List<Member> byWeight = new ArrayList<>(ring.members());
    byWeight.sort(
        Comparator.comparingLong((Member m) -> RendezvousHash.weight(partition, m.node()))
            .reversed()
            .thenComparing(Member::node));

    List<Member> owners = new ArrayList<>();
    Set<String> zones = new HashSet<>();
    for (Member member : byWeight) {
      if (owners.size() < ring.replication().n() && zones.add(member.zone())) {
        owners.add(member);
      }
    }
    for (Member member : byWeight) {
      if (owners.size() < ring.replication().n() && !owners.contains(member)) {
        owners.add(member);
      }
    }
    List<Member> fallbacks = new ArrayList<>(byWeight);
    fallbacks.removeAll(owners);
    return new PreferenceList(ids(owners), ids(fallbacks));
  }

  /** The same, while others are about to be owners. */
  PreferenceList before(PreferenceList next) {
    List<NodeId> coming = new ArrayList<>(next.owners);
    coming.removeAll(owners);
    return new PreferenceList(owners, fallbacks, coming);
  }

  /** Who must hold the facts, or will have to. */
  public Stream<NodeId> holders() {
    return Stream.concat(owners.stream(), pending.stream());
  }

  /** Owners, then fallbacks: the home of a key is the first of them that can be reached. */
  public List<NodeId> inOrder() {
    List<NodeId> all = new ArrayList<>(owners);
    all.addAll(fallbacks);
    return all;
  }

  private static List<NodeId> ids(List<Member> members) {
    return members.stream().map(Member::node).toList();
  }
}
