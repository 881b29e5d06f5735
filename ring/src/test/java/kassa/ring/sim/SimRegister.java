package kassa.ring.sim;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kassa.ring.Dot;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Partition;
import kassa.ring.store.Register;
import org.jspecify.annotations.Nullable;

/** The register of a simulated disk; what is changed is durable at once. */
final class SimRegister implements Register {
  private final Map<Incarnation, Long> highest = new TreeMap<>();
  private final Set<Integer> complete = new TreeSet<>();
  private Optional<Incarnation> origin = Optional.empty();
  private Standing standing = Standing.NEW;
  private @Nullable Incarnation self;

  void takeFrom(SimRegister other) {
    highest.putAll(other.highest);
    complete.addAll(other.complete);
    origin = other.origin;
    standing = other.standing;
  }

  void note(Dot dot) {
    Incarnation present = self;
    boolean former =
        present != null
            && dot.actor().node().equals(present.node())
            && !dot.actor().equals(present);
    if (!former) {
      highest.merge(dot.actor(), dot.seq(), Math::max);
    }
  }

  @Override
  public Optional<Incarnation> origin() {
    return origin;
  }

  @Override
  public void begin(Incarnation life) {
    origin = origin.or(() -> Optional.of(life));
    self = life;
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public void stand(Standing now, Collection<Partition> partitions) {
    standing = now;
    complete.clear();
    partitions.forEach(this::complete);
  }

  @Override
  public void complete(Partition partition) {
    complete.add(partition.number());
  }

  @Override
  public int countComplete() {
    return complete.size();
  }

  @Override
  public boolean isComplete(Partition partition) {
    return complete.contains(partition.number());
  }

  @Override
  public Map<Incarnation, Long> latestLives(NodeId node) {
    Map<Incarnation, Long> lives = new TreeMap<>(highest);
    lives.keySet().removeIf(life -> !life.node().equals(node));
    return lives;
  }
}
