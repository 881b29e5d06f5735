package kassa.ring.placement;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.NodeId;

/**
 * Who owns a share of the ring. It comes from configuration, which must be the same at all nodes;
 * {@link #fingerprint()} tells. Once members come and go it is what a roster says.
 *
 * @param name of the ring, 1 to 32 lower-case letters, digits and '-'
 * @param replication N, W and R
 * @param members at least one, by node id
 */
public record RingDescriptor(String name, Replication replication, List<Member> members) {
  public RingDescriptor {
    members = members.stream().sorted(Comparator.comparing(Member::node)).toList();
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a ring needs at least one member");
    }
    if (nodes(members).distinct().count() != members.size()) {
      throw new IllegalArgumentException("two members with one node id in " + members);
    }
  }

  /**
   * @param node its stable id
   * @param generation which membership of the node it is
   * @param zone what fails together: a rack, a building
   * @param http where merchants reach it, host:port
   * @param management the fixed address at which peers ask for its present remoting address,
   *     host:port
   */
  public record Member(
      NodeId node, Generation generation, String zone, String http, String management) {
    /** One of those with which a ring begins. */
    public Member(NodeId node, String zone, String http, String management) {
      this(node, Generation.FIRST, zone, http, management);
    }
  }

  /**
   * @param n owners of a key
   * @param w distinct places that must have fsynced an append
   * @param r owners that must answer a read
   */
  public record Replication(int n, int w, int r) {
    public static final Replication DEFAULT = new Replication(3, 2, 2);

    public Replication {
      if (w < 1 || r < 1 || w > n || r > n || w + r <= n) {
        throw new IllegalArgumentException(
            "N=" + n + " W=" + w + " R=" + r + ": needs W and R within 1 to N, and W + R > N");
      }
    }
  }

  public List<NodeId> nodes() {
    return nodes(members).toList();
  }

  public Optional<Member> member(NodeId node) {
    return members.stream().filter(m -> m.node().equals(node)).findFirst();
  }

  /** Sixteen hexadecimal digits; equal descriptors have equal fingerprints. */
  public String fingerprint() {
    String all =
        members.stream()
            .map(m -> String.join(" ", m.node().value(), m.zone(), m.http(), m.management()))
            .collect(Collectors.joining("\n", name + "\n" + replication + "\n", ""));
    return String.format(
        "%016x", RendezvousHash.hash(all.getBytes(StandardCharsets.UTF_8), Partition.COUNT));
  }

  /** Equal for descriptors that place alike; another address is no other era. */
  public Era era() {
    String all =
        members.stream()
            .map(m -> String.join(" ", m.node().value(), m.generation().toString(), m.zone()))
            .collect(Collectors.joining("\n", name + "\n" + replication + "\n", ""));
    return new Era(RendezvousHash.hash(all.getBytes(StandardCharsets.UTF_8), Partition.COUNT + 1L));
  }

  private static Stream<NodeId> nodes(Collection<Member> members) {
    return members.stream().map(Member::node);
  }
}
