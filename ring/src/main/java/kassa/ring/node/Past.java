package kassa.ring.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Acquaintance;
import kassa.ring.membership.Lineage;
import kassa.ring.membership.PeerLocator;
import kassa.ring.membership.Standing;
import kassa.ring.membership.Testimony;
import kassa.ring.placement.Partition;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.store.Register;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this node comes from, by its own disk and by what peers remember, and what follows: a new
 * life, a standing, or the refusal to go on. One thread at a time.
 */
final class Past {
  private static final Logger LOG = LoggerFactory.getLogger(Past.class);

  private final RingSettings settings;
  private final Register register;
  private final Lineage lineage;
  private Present present;
  private Optional<Birth> last;
  private long latestKnown;

  /**
   * @throws IOException when the directory cannot be read, is another node's, or was patched
   *     together
   */
  static Past of(RingSettings settings, Register register, Present present) throws IOException {
    Optional<Birth> last = Birth.last(settings);
    Map<Incarnation, Long> recorded = register.latestLives(settings.self());
    boolean storeIsNew = recorded.isEmpty() && register.standing() == Standing.NEW;
    Optional<Incarnation> origin = last.map(birth -> birth.descent().origin());
    if (origin.isEmpty() ? !storeIsNew : !origin.equals(register.origin())) {
      throw new IOException(
          settings.data()
              + " is put together from two: wipe the whole directory, or nothing of it");
    }
    return new Past(settings, register, present, last, recorded);
  }

  private Past(
      RingSettings settings,
      Register register,
      Present present,
      Optional<Birth> last,
      Map<Incarnation, Long> recorded) {
    this.settings = settings;
    this.register = register;
    this.last = last;
    this.present = present;
    this.lineage =
        new Lineage(
            last.map(Birth::incarnation),
            last.map(birth -> birth.descent().origin()),
            recorded,
            register.standing(),
            peers().map(Member::node).toList());
    stand();
  }

  /**
   * Asks all peers once, before anything is served. Those that are away are asked when they are
   * back; a node that sees nobody starts all the same.
   *
   * @throws OldCopy when one of them knows better than this disk
   */
  void askPeers(PeerLocator locator) throws IOException {
    Map<NodeId, CompletableFuture<Testimony>> asked = new TreeMap<>();
    peers()
        .forEach(
            peer ->
                asked.put(
                    peer.node(),
                    locator.testify(peer.management(), settings.self()).toCompletableFuture()));
    for (Map.Entry<NodeId, CompletableFuture<Testimony>> answer : asked.entrySet()) {
      Optional<Testimony> testimony =
          answer.getValue().thenApply(Optional::of).exceptionally(away -> Optional.empty()).join();
      if (testimony.isPresent()) {
        heard(answer.getKey(), testimony.get());
      }
    }
  }

  /**
   * Begins the next life.
   *
   * @param wall milliseconds since 1970
   */
  Birth bear(long wall) throws IOException {
    Birth birth = Birth.next(settings, last, latestKnown, wall);
    register.begin(birth.incarnation());
    birth.record(settings);
    last = Optional.of(birth);
    lineage.born(birth.incarnation(), birth.descent());
    return birth;
  }

  boolean awaits(NodeId peer) {
    return lineage.awaits(peer);
  }

  /**
   * @throws OldCopy when the peer knows better than this disk
   * @throws IOException when this life began too early, and the next will not
   */
  void heard(NodeId peer, Testimony testimony) throws IOException {
    Optional<String> sign = lineage.heard(peer, testimony);
    if (sign.isPresent()) {
      throw new OldCopy(sign.get(), settings);
    }
    Optional<Incarnation> later = lineage.later(testimony);
    if (later.isPresent()) {
      throw new IOException(
          peer
              + " met "
              + later.get()
              + " and takes it for a later life than this one, since this clock is behind: start"
              + " again");
    }
    testimony
        .met()
        .map(Acquaintance::latest)
        .ifPresent(life -> latestKnown = Math.max(latestKnown, life.startedAt()));
    stand();
  }

  /** Others are in the ring now. */
  void adopt(Present next) {
    present = next;
    lineage.adopt(peers().map(Member::node).toList());
    stand();
  }

  private void stand() {
    if (lineage.standing() == register.standing()) {
      return;
    }
    List<Partition> owned = present.placement().ownedBy(settings.self());
    if (lineage.standing() == Standing.CREATED) {
      LOG.info("no peer remembers an earlier directory of {}: it is complete", settings.self());
      register.stand(Standing.CREATED, owned);
    } else {
      LOG.warn("this directory replaces a lost one: its {} partitions are refilled", owned.size());
      register.stand(Standing.REPLACED, List.of());
    }
  }

  private Stream<Member> peers() {
    return present.eras().members().stream().filter(m -> !m.node().equals(settings.self()));
  }
}
