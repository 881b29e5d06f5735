package kassa.ring.membership;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;

/**
 * A node's past, as its disk has it, held against what the peers remember. It finds out whether an
 * empty directory is the first one or takes the place of a lost one (rule R7), and whether a
 * directory was put back from an older copy.
 *
 * <p>A directory is known by its origin, the first life in it. Every peer remembers the origins it
 * met on its own disk before it sends the node anything or believes it anything. So a directory is
 * the first one when each other member says that it met no other; one that remembers another is
 * enough to know better. Members that lost a disk themselves have no say, but not all may have.
 *
 * <p>One thread at a time.
 */
public final class Lineage {
  private final Map<Incarnation, Long> recorded;
  private final Set<NodeId> all;
  private final Set<NodeId> silent;
  private final Set<NodeId> notMet;
  private Optional<Incarnation> self = Optional.empty();
  private Optional<Descent> descent;
  private Standing standing;
  private boolean vouched;

  /**
   * @param last the last life in the directory, before the present one; empty with an empty one
   * @param origin the first life in it
   * @param recorded the highest sequence number on this disk, for each of the node's lives in this
   *     directory
   * @param others the other members of the ring
   */
  public Lineage(
      Optional<Incarnation> last,
      Optional<Incarnation> origin,
      Map<Incarnation, Long> recorded,
      Standing standing,
      List<NodeId> others) {
    this.descent = origin.map(first -> new Descent(first, last));
    this.recorded = new TreeMap<>(recorded);
    this.standing = standing;
    this.all = new HashSet<>(others);
    this.silent = new HashSet<>(others);
    this.notMet = new HashSet<>(others);
    this.vouched = others.isEmpty(); // a ring of one has nobody to ask
    decide();
  }

  /** The present life begins; it may be heard of from now on. */
  public void born(Incarnation life, Descent from) {
    self = Optional.of(life);
    descent = Optional.of(from);
  }

  public Standing standing() {
    return standing;
  }

  /**
   * Whether a peer's testimony is still wanted: each is asked until it has met the present life. A
   * peer that was stopped may hear late from an earlier life, after its first answer.
   */
  public boolean awaits(NodeId peer) {
    return notMet.contains(peer);
  }

  /**
   * A peer answered.
   *
   * @return why this directory is an older copy; empty when there is no sign of that
   */
  public Optional<String> heard(NodeId peer, Testimony testimony) {
    Optional<String> copy = copy(peer, testimony);
    if (copy.isPresent()) {
      return copy;
    }
    silent.remove(peer);
    if (self.isPresent() && self.equals(testimony.met().map(Acquaintance::latest))) {
      notMet.remove(peer);
    }
    List<Incarnation> origins = testimony.met().map(Acquaintance::origins).orElse(List.of());
    boolean another = origins.stream().anyMatch(met -> !isOurOrigin(met));
    if (standing == Standing.NEW && another) {
      standing = Standing.REPLACED;
    }
    vouched |= testimony.remembers();
    decide();
    return Optional.empty();
  }

  /**
   * A life of this node that a peer met and takes for a later one than the present: it will not
   * talk to the present one, which has to end for a next one. It takes a lost directory, a clock
   * that is behind, and nobody in sight at the start.
   */
  public Optional<Incarnation> later(Testimony testimony) {
    return testimony
        .met()
        .map(Acquaintance::latest)
        .filter(met -> self.filter(met::supersedes).isPresent());
  }

  /**
   * Others are in the ring now. The word of those who are gone is waited for no more; those who
   * came in may have met this node before they did.
   */
  public void adopt(Collection<NodeId> others) {
    Set<NodeId> came = new HashSet<>(others);
    came.removeAll(all);
    silent.addAll(came);
    notMet.addAll(came);
    silent.retainAll(others);
    notMet.retainAll(others);
    all.addAll(others);
    decide();
  }

  private void decide() {
    if (standing == Standing.NEW && silent.isEmpty() && vouched) {
      standing = Standing.CREATED;
    }
  }

  private Optional<String> copy(NodeId peer, Testimony testimony) {
    Optional<Incarnation> previous = descent.flatMap(Descent::previous);
    if (previous.isEmpty()) {
      return Optional.empty(); // it holds nothing of before, so nothing can be older
    }
    for (Map.Entry<Incarnation, Long> life : testimony.recorded().entrySet()) {
      boolean ours = recorded.containsKey(life.getKey()) || previous.get().equals(life.getKey());
      long held = recorded.getOrDefault(life.getKey(), 0L);
      if (ours && life.getValue() > held) {
        return Optional.of(
            "%s holds fact %d of our life %s, our own disk none after fact %d"
                .formatted(peer, life.getValue(), life.getKey(), held));
      }
    }
    return testimony
        .met()
        .flatMap(met -> unknown(met, previous.get()))
        .map(life -> peer + " met our life " + life + ", of which our own disk knows nothing");
  }

  /** A life that came after all that our disk knows, in this directory or in a later one. */
  private Optional<Incarnation> unknown(Acquaintance met, Incarnation previous) {
    List<Incarnation> origins = met.origins();
    if (origins.stream().noneMatch(this::isOurOrigin)) {
      return Optional.empty();
    }
    boolean replaced = !isOurOrigin(origins.get(origins.size() - 1));
    boolean later = met.latest().compareTo(previous) > 0 && !Optional.of(met.latest()).equals(self);
    return replaced || later ? Optional.of(met.latest()) : met.forgotten();
  }

  private boolean isOurOrigin(Incarnation life) {
    return descent.filter(d -> d.origin().equals(life)).isPresent();
  }
}
