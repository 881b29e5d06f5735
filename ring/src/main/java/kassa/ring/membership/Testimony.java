package kassa.ring.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kassa.ring.Dot;
import kassa.ring.Incarnation;

/**
 * What a peer remembers of a node that asks about its own past.
 *
 * @param remembers false when the peer lost a disk itself: what it does not know may have been
 *     there
 * @param met the node's directories and latest life; empty when the two never met
 * @param recorded the highest sequence number that the peer holds of each of the node's lives, the
 *     latest lives only
 */
public record Testimony(
    boolean remembers, Optional<Acquaintance> met, Map<Incarnation, Long> recorded) {
  public Testimony {
    recorded = new TreeMap<>(recorded);
  }

  /** One name=value to a line: older and newer nodes skip what they do not know. */
  public String toText() {
    StringBuilder text = new StringBuilder("remembers=" + remembers + "\n");
    met.ifPresent(
        a -> {
          a.origins().forEach(origin -> text.append("origin=").append(origin).append('\n'));
          text.append("latest=").append(a.latest()).append('\n');
          a.forgotten().ifPresent(l -> text.append("forgotten=").append(l).append('\n'));
        });
    recorded.forEach((life, seq) -> text.append("dot=").append(new Dot(life, seq)).append('\n'));
    return text.toString();
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when a part is missing or malformed
   */
  public static Testimony parse(String text) {
    Optional<Boolean> remembers = Optional.empty();
    List<Incarnation> origins = new ArrayList<>();
    Optional<Incarnation> latest = Optional.empty();
    Optional<Incarnation> forgotten = Optional.empty();
    Map<Incarnation, Long> recorded = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      String name = line.substring(0, Math.max(0, equals));
      String value = line.substring(equals + 1);
      if (name.equals("remembers")) {
        remembers = Optional.of(Boolean.valueOf(value));
      } else if (name.equals("origin")) {
        origins.add(Incarnation.parse(value));
      } else if (name.equals("latest")) {
        latest = Optional.of(Incarnation.parse(value));
      } else if (name.equals("forgotten")) {
        forgotten = Optional.of(Incarnation.parse(value));
      } else if (name.equals("dot")) {
        Dot dot = Dot.parse(value);
        recorded.put(dot.actor(), dot.seq());
      }
    }
    if (remembers.isEmpty()) {
      throw new IllegalArgumentException("a testimony that does not say whether it remembers");
    }
    Optional<Acquaintance> met =
        latest.isEmpty()
            ? Optional.empty()
            : Optional.of(new Acquaintance(origins, latest.get(), forgotten));
    return new Testimony(remembers.get(), met, recorded);
  }
}
