package kassa.ring.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kassa.ring.Incarnation;
import kassa.ring.outbox.Destination;

/**
 * Below which sequence number no outbox entry of an actor is left, so that a look for the oldest
 * does not wade through deleted rows. Thread-safe: a walk may run while entries are committed.
 */
final class OutboxFloor {
  private record Lane(Destination destination, Incarnation actor) {}

  private static final class Level {
    long floor = Long.MAX_VALUE;
    long highest;
    long lateEntries;
  }

  /**
   * What was known when a walk began.
   *
   * @param from where it may begin
   */
  record Mark(long from, long highest, long lateEntries) {}

  private final Map<Lane, Level> levels = new HashMap<>();

  /** An entry is committed; called after its row can be seen. */
  synchronized void entered(Destination destination, Incarnation actor, long seq) {
    Level level = level(destination, actor);
    if (seq > level.highest) {
      level.highest = seq;
    } else {
      level.lateEntries++;
    }
    level.floor = Math.min(level.floor, seq);
  }

  /** The actors of whose facts a destination may lack some, or did. */
  synchronized List<Incarnation> actors(Destination destination) {
    return levels.keySet().stream()
        .filter(lane -> lane.destination().equals(destination))
        .map(Lane::actor)
        .sorted()
        .toList();
  }

  /** Who may lack some facts, or did. */
  synchronized Set<Destination> destinations() {
    return levels.keySet().stream().map(Lane::destination).collect(Collectors.toSet());
  }

  /** To be taken before the walk's iterator is. */
  synchronized Mark mark(Destination destination, Incarnation actor) {
    Level level = level(destination, actor);
    return new Mark(level.floor, level.highest, level.lateEntries);
  }

  /**
   * A walk found nothing below a sequence number. Entries that came out of order meanwhile void it;
   * those in order are above all that the mark knew of.
   */
  synchronized void nothingBelow(Destination destination, Incarnation actor, long seq, Mark mark) {
    Level level = level(destination, actor);
    if (level.lateEntries == mark.lateEntries()) {
      level.floor = Math.max(level.floor, Math.min(seq, mark.highest() + 1));
    }
  }

  private Level level(Destination destination, Incarnation actor) {
    return levels.computeIfAbsent(new Lane(destination, actor), lane -> new Level());
  }
}
