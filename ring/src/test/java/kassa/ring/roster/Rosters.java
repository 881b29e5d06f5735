package kassa.ring.roster;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kassa.ring.NodeId;
import kassa.ring.placement.Generation;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;

/** Rosters for tests. */
final class Rosters {
  private Rosters() {}

  static NodeId node(int number) {
    return new NodeId("n" + number);
  }

  /** A ring as configured, in three zones. */
  static RingDescriptor ring(int size) {
    List<Member> members =
        IntStream.rangeClosed(1, size)
            .mapToObj(i -> new Member(node(i), "z" + i % 3, "h:" + i, "m:" + i))
            .toList();
    return new RingDescriptor("test", Replication.DEFAULT, members);
  }

  /** Anything that may be said, of a few nodes and in a few generations so that much meets. */
  static Roster any(Random random) {
    Map<NodeId, Seat> seats = new TreeMap<>();
    seats.put(node(0), seat(random));
    for (int i = 1; i < 5; i++) {
      if (random.nextBoolean()) {
        seats.put(node(i), seat(random));
      }
    }
    return new Roster("test", Replication.DEFAULT, seats);
  }

  private static Seat seat(Random random) {
    return new Seat(
        new Generation(1 + random.nextInt(2), random.nextInt(3) - 1),
        List.of(Phase.values()).get(random.nextInt(Phase.values().length)),
        "z" + random.nextInt(2),
        "h:" + random.nextInt(2),
        "m:" + random.nextInt(2));
  }
}
