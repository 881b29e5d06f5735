package kassa.ring.membership;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kassa.ring.Incarnation;

/**
 * What a node tells at its fixed management address: which life of it is running, and where.
 *
 * @param descent where that life comes from
 * @param remoting the present remoting address, for instance {@code pekko://kassa@127.0.0.1:17355}
 * @param descriptor fingerprint of the ring descriptor it was started with, and of what else nodes
 *     must have alike
 * @param wire the newest version of the wire format that it reads; see {@code RingCodec}
 * @param inCluster whether it is a member, or becoming one
 */
public record PeerIdentity(
    Incarnation incarnation,
    Descent descent,
    String remoting,
    String descriptor,
    int wire,
    boolean inCluster) {
  /** What a node reads that does not say: those before the first version that had to be said. */
  private static final int UNSAID_WIRE = 2;

  /** One name=value to a line: older and newer nodes skip what they do not know. */
  public String toText() {
    String previous = descent.previous().map(life -> "previous=" + life + "\n").orElse("");
    String reads = wire == UNSAID_WIRE ? "" : "wire=" + wire + "\n";
    return "incarnation=%s\norigin=%s\n%sremoting=%s\ndescriptor=%s\n%sin-cluster=%s\n"
        .formatted(incarnation, descent.origin(), previous, remoting, descriptor, reads, inCluster);
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when a part is missing
   */
  public static PeerIdentity parse(String text) {
    Map<String, String> parts = new TreeMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> parts.put(pair[0], pair[1]));
    return new PeerIdentity(
        Incarnation.parse(part(parts, "incarnation")),
        new Descent(
            Incarnation.parse(part(parts, "origin")),
            Optional.ofNullable(parts.get("previous")).map(Incarnation::parse)),
        part(parts, "remoting"),
        part(parts, "descriptor"),
        Optional.ofNullable(parts.get("wire")).map(Integer::parseInt).orElse(UNSAID_WIRE),
        Boolean.parseBoolean(part(parts, "in-cluster")));
  }

  private static String part(Map<String, String> parts, String name) {
    String value = parts.get(name);
    if (value == null) {
      throw new IllegalArgumentException("an identity without " + name);
    }
    return value;
  }
}
