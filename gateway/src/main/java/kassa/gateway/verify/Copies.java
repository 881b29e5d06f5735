package kassa.gateway.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kassa.ring.Key;
import kassa.ring.NodeId;

/**
 * The copies of one key, side by side.
 *
 * @param owners who must hold all of its facts
 * @param eras in which nodes say that it is owned by those; one, unless the ring is changing
 * @param disks of the nodes that answered, by node; empty copies among them
 * @param archive nothing when it could not be read
 */
public record Copies(
    Key key,
    List<NodeId> owners,
    Set<String> eras,
    Map<NodeId, Copy> disks,
    Optional<Copy> archive) {
  public Copies {
    owners = List.copyOf(owners);
    eras = Set.copyOf(eras);
    disks = Map.copyOf(disks);
  }

  /** The key, for who asks for more of it. */
  public String name() {
    return key.value();
  }

  /** For who looks again and does not keep what was seen. */
  Copies withoutCopies() {
    return new Copies(key, owners, eras, Map.of(), Optional.empty());
  }

  /**
   * The copies of the same key, without the archive's, with the owners of now: the ring may have
   * changed. When no disk shows the key those who were its owners count.
   *
   * @param pages one of each node that answered
   */
  Copies again(List<FactsPage> pages) {
    Map<NodeId, Copy> copies = new HashMap<>();
    pages.forEach(page -> copies.put(new NodeId(page.node()), page.copy(key)));
    List<FactsPage.Line> lines = pages.stream().flatMap(page -> page.line(key).stream()).toList();
    return new Copies(
        key,
        lines.isEmpty() ? owners : lines.get(0).owners(),
        lines.isEmpty()
            ? eras
            : lines.stream().map(FactsPage.Line::era).collect(Collectors.toSet()),
        copies,
        Optional.empty());
  }

  Copies withArchive(Optional<Copy> read) {
    return new Copies(key, owners, eras, disks, read);
  }
}
