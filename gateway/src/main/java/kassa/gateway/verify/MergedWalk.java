package kassa.gateway.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.store.FactPage;

/**
 * All disks side by side, key by key. Every node walks its disk in the same order, so a page of
 * each is all that has to be held, however much there is.
 */
public final class MergedWalk {
  private final List<DiskWalk> disks;

  public MergedWalk(List<DiskWalk> disks) {
    this.disks = List.copyOf(disks);
  }

  /** The next keys, without the archive's copies; fewer than asked for only at the end. */
  public List<Copies> next(int most) {
    List<Copies> batch = new ArrayList<>();
    Optional<Copies> copies = next();
    while (copies.isPresent()) {
      batch.add(copies.get());
      copies = batch.size() < most ? next() : Optional.empty();
    }
    return batch;
  }

  private Optional<Copies> next() {
    return disks.stream()
        .flatMap(disk -> disk.peek().stream())
        .min(Comparator.comparing(FactsPage.Line::key, FactPage.ORDER))
        .map(first -> at(first.key(), first.owners()));
  }

  private Copies at(Key key, List<NodeId> owners) {
    Map<NodeId, Copy> copies = new HashMap<>();
    Set<String> eras = new HashSet<>();
    for (DiskWalk disk : disks) {
      Optional<FactsPage.Line> held = disk.peek().filter(line -> line.key().equals(key));
      if (held.isPresent()) {
        copies.put(disk.node(), held.get().copy());
        eras.add(held.get().era());
        disk.take();
      } else if (!disk.isSilent()) {
        copies.put(disk.node(), Copy.NOTHING);
      }
    }
    return new Copies(key, owners, eras, copies, Optional.empty());
  }
}
