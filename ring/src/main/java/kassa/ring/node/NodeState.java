package kassa.ring.node;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kassa.ring.Bound;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.Bootstrap;
import kassa.ring.antientropy.SyncCounts;
import kassa.ring.eviction.EvictionCounts;
import kassa.ring.membership.NewOwners;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Drain;
import kassa.ring.outbox.DrainRate;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Eras;
import kassa.ring.smallstate.SmallState;
import kassa.ring.store.Register;

/** What the actors of a node let others see. One actor writes each of these, any thread reads. */
final class NodeState {
  private final Register register;
  private final HandoverProgress handover = new HandoverProgress();
  private final Map<Destination, DrainRate> drains = new ConcurrentHashMap<>();
  private volatile Present present;
  private final NewOwners newOwners;
  private volatile BitSet lacking = new BitSet();
  private volatile Optional<Era> completeIn = Optional.empty();
  private volatile List<Bound> roundBounds = List.of();
  private volatile SmallState smallState;
  private volatile boolean heardSmallState;
  private volatile SyncCounts syncCounts = SyncCounts.NONE;
  private volatile Bootstrap.Progress ahead = Bootstrap.Progress.NONE;
  private volatile EvictionCounts evictionCounts = EvictionCounts.NONE;

  private NodeState(
      Register register, Present present, SmallState smallState, boolean heardSmallState) {
    this.register = register;
    this.present = present;
    this.newOwners = new NewOwners(present.eras().newcomers());
    this.smallState = smallState;
    this.heardSmallState = heardSmallState;
  }

  /** As the disk has it. */
  static NodeState read(RingSettings settings, Register register) throws IOException {
    Present present = Present.of(eras(erasFile(settings), settings.ring()));
    SmallStateFiles files = new SmallStateFiles(settings.data());
    boolean isAlone = present.eras().members().size() == 1;
    return new NodeState(register, present, files.read(), isAlone || files.haveHeard());
  }

  static DurableFile erasFile(RingSettings settings) {
    return new DurableFile(settings.data().resolve("eras"));
  }

  private static Eras eras(DurableFile file, RingDescriptor first) throws IOException {
    try {
      Optional<String> kept = file.read();
      return kept.isPresent() ? Eras.parse(kept.get(), first) : Eras.of(first);
    } catch (IllegalArgumentException e) {
      throw new IOException("the file " + file.path() + " is damaged: " + e.getMessage(), e);
    }
  }

  Present present() {
    return present;
  }

  Placement placement() {
    return present.placement();
  }

  /** The other members of the ring that it goes by. */
  List<NodeId> others(NodeId self) {
    return present.eras().members().stream()
        .map(Member::node)
        .filter(node -> !node.equals(self))
        .toList();
  }

  void adopt(Present next) {
    present = next;
  }

  NewOwners newOwners() {
    return newOwners;
  }

  /**
   * @param wall milliseconds since 1970
   */
  void knows(Eras eras, long wall) {
    newOwners.are(eras.newcomers(), wall);
  }

  /**
   * Whether it certainly holds all it should of a partition, by the era that it goes by, or will in
   * a moment: then it holds for both.
   */
  boolean isComplete(Partition partition) {
    return register.isComplete(partition) && !lacking.get(partition.number());
  }

  /** Whether it is for all that it owns in an era. */
  boolean isComplete(Era era) {
    return completeIn.equals(Optional.of(era));
  }

  void synced(AntiEntropy machine) {
    syncCounts = machine.counts();
    lacking = machine.lacking();
    ahead = machine.ahead();
    handover.lacks(machine.era(), lacking.cardinality() + ahead.left(), MonotonicClock.now());
    completeIn = machine.isComplete() ? Optional.of(machine.era()) : Optional.empty();
  }

  SyncCounts syncCounts() {
    return syncCounts;
  }

  Bootstrap.Progress ahead() {
    return ahead;
  }

  HandoverProgress handover() {
    return handover;
  }

  /** Of the outbox towards a destination, to be measured. */
  DrainRate drainRate(Destination destination) {
    return drains.computeIfAbsent(destination, to -> new DrainRate());
  }

  Drain drain(Destination destination) {
    return drains.getOrDefault(destination, new DrainRate()).at(MonotonicClock.now());
  }

  SmallState smallState() {
    return smallState;
  }

  void knows(SmallState more) {
    smallState = more;
  }

  boolean hasHeardSmallState() {
    return heardSmallState;
  }

  void hearSmallState() {
    heardSmallState = true;
  }

  List<Bound> roundBounds() {
    return roundBounds;
  }

  void roundBounds(List<Bound> now) {
    roundBounds = now;
  }

  EvictionCounts evictionCounts() {
    return evictionCounts;
  }

  void evicted(EvictionCounts counts) {
    evictionCounts = counts;
  }
}
