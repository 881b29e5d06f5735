package kassa.ring.membership;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;

/**
 * Whom a node has met, kept on its disk: a peer that lost its disk cannot know that it had one, so
 * the others remember for it (rule R7).
 */
public final class Acquaintances {
  private static final String NONE = "-";

  private final Map<NodeId, Acquaintance> met;

  private Acquaintances(Map<NodeId, Acquaintance> met) {
    this.met = met;
  }

  public static Acquaintances none() {
    return new Acquaintances(new TreeMap<>());
  }

  /** Returns whether this is news, to be made durable before the peer is believed anything. */
  public boolean meet(PeerIdentity peer) {
    NodeId node = peer.incarnation().node();
    Acquaintance known = met.get(node);
    Acquaintance now = known == null ? Acquaintance.first(peer) : known.again(peer);
    return !now.equals(met.put(node, now));
  }

  public Optional<Acquaintance> of(NodeId node) {
    return Optional.ofNullable(met.get(node));
  }

  /** A line for each peer: its latest life, the one it forgot or a dash, then the origins. */
  public String toText() {
    return met.values().stream()
        .map(
            a ->
                a.latest()
                    + " "
                    + a.forgotten().map(Incarnation::toString).orElse(NONE)
                    + a.origins().stream().map(o -> " " + o).collect(Collectors.joining())
                    + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Acquaintances parse(String text) {
    Acquaintances all = none();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      if (words.size() < 3) {
        throw new IllegalArgumentException("not an acquaintance: '" + line + "'");
      }
      Incarnation latest = Incarnation.parse(words.get(0));
      Optional<Incarnation> forgotten =
          Optional.of(words.get(1)).filter(w -> !w.equals(NONE)).map(Incarnation::parse);
      List<Incarnation> origins =
          words.subList(2, words.size()).stream().map(Incarnation::parse).toList();
      all.met.put(latest.node(), new Acquaintance(origins, latest, forgotten));
    }
    return all;
  }
}
