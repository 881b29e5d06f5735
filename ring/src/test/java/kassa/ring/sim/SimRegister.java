package kassa.ring.sim;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kassa.ring.Dot;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Partition;
import kassa.ring.store.LatestLives;
import kassa.ring.store.Register;

/** The register of a simulated disk; what is changed is durable at once. */
final class SimRegister implements Register {
  private final LatestLives lives = new LatestLives();
  private final Set<Integer> complete = new TreeSet<>();
  private Optional<Incarnation> origin = Optional.empty();
  private Standing standing = Standing.NEW;

  void takeFrom(SimRegister other) {
    lives.raise(other.lives.all());
    complete.addAll(other.complete);
    origin = other.origin;
    standing = other.standing;
  }

  void note(Dot dot) {
    lives.raise(lives.raisedBy(List.of(dot)));
  }

  @Override
  public Optional<Incarnation> origin() {
    return origin;
  }

  @Override
  public void begin(Incarnation life) {
    origin = origin.or(() -> Optional.of(life));
    lives.begin(life);
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
    return lives.of(node);
  }
}
