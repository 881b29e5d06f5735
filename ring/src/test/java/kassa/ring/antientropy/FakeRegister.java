package kassa.ring.antientropy;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Partition;
import kassa.ring.store.Register;

/** A register in memory. */
final class FakeRegister implements Register {
  private final Set<Partition> complete = new HashSet<>();
  private Standing standing = Standing.NEW;

  @Override
  public Optional<Incarnation> origin() {
    return Optional.empty();
  }

  @Override
  public void begin(Incarnation origin) {
    throw new UnsupportedOperationException("nobody is born here");
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public void stand(Standing now, Collection<Partition> partitions) {
    standing = now;
    complete.clear();
    complete.addAll(partitions);
  }

  @Override
  public void complete(Partition partition) {
    complete.add(partition);
  }

  @Override
  public int countComplete() {
    return complete.size();
  }

  @Override
  public boolean isComplete(Partition partition) {
    return complete.contains(partition);
  }

  @Override
  public Map<Incarnation, Long> latestLives(NodeId node) {
    return Map.of();
  }
}
