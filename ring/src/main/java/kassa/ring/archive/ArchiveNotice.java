package kassa.ring.archive;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.placement.Placement;

/**
 * Who is to be told that facts rest in the archive: their other owners (rule R10), and who will be.
 */
public final class ArchiveNotice {
  private ArchiveNotice() {}

  /** The dots, and never the keys: an owner may have newer facts of the key. */
  public static Map<NodeId, Set<Dot>> of(
      Collection<Fact> archived, Placement placement, NodeId self) {
    Map<NodeId, Set<Dot>> notices = new TreeMap<>();
    for (Fact fact : archived) {
      placement
          .of(fact.key())
          .holders()
          .filter(holder -> !holder.equals(self))
          .forEach(holder -> notices.computeIfAbsent(holder, n -> new HashSet<>()).add(fact.dot()));
    }
    return notices;
  }
}
