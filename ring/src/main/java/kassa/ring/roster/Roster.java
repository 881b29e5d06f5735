package kassa.ring.roster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.placement.Generation;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;

/**
 * Everybody who is or was in the ring: a map from node to seat, merged node by node. Nobody is ever
 * taken off it, for a node keeps its zone for ever and what was said of it must not come back.
 *
 * @param name of the ring
 * @param seats at most {@link #MOST}, at least one
 */
public record Roster(String name, Replication replication, SortedMap<NodeId, Seat> seats) {
  /** Nodes that a ring may ever have: what is said of all of them fits the small state. */
  public static final int MOST = 128;

  public Roster(String name, Replication replication, Map<NodeId, Seat> seats) {
    this(name, replication, new TreeMap<>(seats));
  }

  public Roster {
    if (seats.isEmpty()) {
      throw new IllegalArgumentException("a ring needs at least one node");
    }
    seats = Collections.unmodifiableSortedMap(new TreeMap<>(seats));
  }

  /** With which a ring begins: all members are up. */
  public static Roster of(RingDescriptor ring) {
    return new Roster(
        ring.name(),
        ring.replication(),
        ring.members().stream().collect(Collectors.toMap(m -> m.node(), Seat::of)));
  }

  public Optional<Seat> seat(NodeId node) {
    return Optional.ofNullable(seats.get(node));
  }

  /** The nodes in a phase. */
  public List<NodeId> in(Phase phase) {
    return seats.entrySet().stream()
        .filter(seat -> seat.getValue().phase() == phase)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The least that is at least both: associative, commutative, idempotent.
   *
   * @param other of the same ring; name and replication do not change in a ring's life
   */
  public Roster join(Roster other) {
    if (!name.equals(other.name) || !replication.equals(other.replication)) {
      throw new IllegalArgumentException("ring " + other.name + " is not ring " + name);
    }
    SortedMap<NodeId, Seat> all = new TreeMap<>(seats);
    other.seats.forEach((node, seat) -> all.merge(node, seat, Seat::join));
    return new Roster(name, replication, all);
  }

  /** This, with what is said of one node. */
  Roster plus(NodeId node, Seat seat) {
    SortedMap<NodeId, Seat> all = new TreeMap<>(seats);
    all.merge(node, seat, Seat::join);
    return new Roster(name, replication, all);
  }

  /**
   * Who owns what: those who are up. Merges of both sides of a cut may leave nobody up; then all
   * own together who ever did and did not leave, until somebody is brought up. It follows from the
   * roster alone, so that nodes which merged the same in another order go by the same owners. They
   * own in the generation by which they come in again, whether they said so yet or not.
   */
  public RingDescriptor descriptor() {
    if (!isNobodyUp()) {
      return ring(seat -> seat.phase() == Phase.UP, Seat::generation);
    }
    Predicate<Seat> owned = seat -> !seat.isNewcomer();
    Predicate<Seat> stayed = owned.and(seat -> seat.phase() != Phase.LEFT);
    return Stream.of(stayed, owned)
        .filter(last -> seats.values().stream().anyMatch(last))
        .findFirst()
        .map(last -> ring(last, seat -> new Generation(seat.ended() + 1, 0)))
        .orElseGet(() -> ring(seat -> true, Seat::generation));
  }

  /** Who will own what once all are brought up that are joining. */
  public RingDescriptor foreseen() {
    SortedMap<NodeId, Seat> then = new TreeMap<>(seats);
    then.replaceAll((node, seat) -> seat.phase() == Phase.JOINING ? seat.in(Phase.UP) : seat);
    return new Roster(name, replication, then).descriptor();
  }

  private RingDescriptor ring(Predicate<Seat> owns, Function<Seat, Generation> generation) {
    List<Member> members =
        seats.entrySet().stream()
            .filter(seat -> owns.test(seat.getValue()))
            .map(seat -> seat.getValue().member(seat.getKey(), generation.apply(seat.getValue())))
            .toList();
    return new RingDescriptor(name, replication, members);
  }

  boolean isNobodyUp() {
    return seats.values().stream().noneMatch(seat -> seat.phase() == Phase.UP);
  }

  /**
   * What a live node says that finds itself dead: it was declared so while it could not be heard,
   * and comes in again.
   *
   * @param salt random
   * @return empty when the node is not dead
   */
  public Optional<Roster> reentry(NodeId self, int salt) {
    return seat(self)
        .filter(seat -> seat.phase() == Phase.DEAD)
        .map(
            dead ->
                plus(
                    self,
                    new Seat(
                        dead.generation().next(salt),
                        Phase.JOINING,
                        dead.zone(),
                        dead.http(),
                        dead.management())));
  }
}
