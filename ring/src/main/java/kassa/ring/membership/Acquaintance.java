package kassa.ring.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kassa.ring.Incarnation;

/**
 * What a node remembers of a peer.
 *
 * @param origins the first lives in each of the peer's data directories that was met, in the order
 *     of meeting; more than one: the peer lost a directory and got another
 * @param latest its latest life that was met
 * @param forgotten a life that was met, and of which the peer's directory knew nothing later: an
 *     older copy was put back
 */
public record Acquaintance(
    List<Incarnation> origins, Incarnation latest, Optional<Incarnation> forgotten) {
  public Acquaintance {
    origins = List.copyOf(origins);
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("nobody was met");
    }
  }

  static Acquaintance first(PeerIdentity peer) {
    return new Acquaintance(List.of(peer.descent().origin()), peer.incarnation(), Optional.empty());
  }

  /** An earlier life that still speaks is no news. */
  Acquaintance again(PeerIdentity peer) {
    if (!peer.incarnation().supersedes(latest)) {
      return this;
    }
    Incarnation origin = peer.descent().origin();
    List<Incarnation> met = new ArrayList<>(origins);
    if (!met.contains(origin)) {
      met.add(origin);
      return new Acquaintance(met, peer.incarnation(), Optional.empty());
    }
    boolean knows = peer.descent().previous().filter(p -> p.compareTo(latest) >= 0).isPresent();
    return new Acquaintance(met, peer.incarnation(), knows ? forgotten : Optional.of(latest));
  }
}
