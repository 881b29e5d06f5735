package kassa.ring.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import kassa.ring.Dot;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * How far the facts of each life go on one disk. Of the disk's own node a former life goes no
 * further: all of its facts that this disk knew are on it, and who brings one fills the place of a
 * lost disk. One thread changes it, any thread may ask.
 */
public final class LatestLives {
  /** Of a node that restarts every day, those of the last two months. */
  private static final int MOST = 64;

  private final Map<Incarnation, Long> highest = new ConcurrentSkipListMap<>();
  private volatile @Nullable Incarnation present;

  /** A life of the disk's own node begins. */
  public void begin(Incarnation life) {
    present = life;
  }

  /** The sequence numbers that are higher with these facts than without. */
  public Map<Incarnation, Long> raisedBy(Collection<Dot> added) {
    Map<Incarnation, Long> raised = new HashMap<>();
    for (Dot dot : added) {
      if (!isOfAFormerLife(dot.actor()) && dot.seq() > highest.getOrDefault(dot.actor(), 0L)) {
        raised.merge(dot.actor(), dot.seq(), Math::max);
      }
    }
    return raised;
  }

  public void raise(Map<Incarnation, Long> raised) {
    highest.putAll(raised);
  }

  /** The highest sequence number of each of a node's latest lives. */
  public Map<Incarnation, Long> of(NodeId node) {
    TreeSet<Incarnation> lives = new TreeSet<>(highest.keySet());
    lives.removeIf(life -> !life.node().equals(node));
    Map<Incarnation, Long> latest = new TreeMap<>();
    lives.descendingSet().stream()
        .limit(MOST)
        .forEach(life -> latest.put(life, highest.getOrDefault(life, 0L)));
    return latest;
  }

  /** Of all nodes. */
  public Map<Incarnation, Long> all() {
    return new TreeMap<>(highest);
  }

  private boolean isOfAFormerLife(Incarnation actor) {
    Incarnation own = present;
    return own != null && actor.node().equals(own.node()) && !actor.equals(own);
  }
}
