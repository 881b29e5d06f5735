package kassa.ring.antientropy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Heirs;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Placement;
import kassa.ring.store.FactScan;
import org.jspecify.annotations.Nullable;

/**
 * Owes to those who own a key now what is owed to nodes that own it no more, and may never fetch
 * it: what waits in the outbox is perhaps on no other disk. Without it the outbox would never be
 * empty, and facts would rest where nobody looks for them.
 *
 * <p>A machine: one thread at a time.
 */
public final class Inheritance {
  /** Entries at once: appends wait for the commit. */
  private static final int PAGE = 100;

  /** What is owed to a destination, at most so many of those that are wanted. */
  public interface Owed {
    List<OutboxEntry> outbox(Destination to, Predicate<OutboxEntry> wanted, int limit);
  }

  /**
   * Enter the facts in the outbox, by heir; once that is durable settle what was owed before; once
   * that is, too, call {@link #settled}.
   */
  public record Page(Destination before, Set<Dot> dots, Map<Destination, List<Fact>> heirs) {}

  private final NodeId self;
  private final Owed owed;
  private final FactScan disk;

  /** Of which something may have to be inherited yet. */
  private final Queue<Destination> destinations = new ArrayDeque<>();

  private Optional<Placement> present = Optional.empty();
  private @Nullable Page entering;

  public Inheritance(NodeId self, Owed owed, FactScan disk) {
    this.self = self;
    this.owed = owed;
    this.disk = disk;
  }

  /**
   * Others own keys from now on, and nothing is owed any more to those who did. A page that is
   * under way is waited for: what it enters may have to be inherited as well.
   *
   * @param members all to whom anything may be owed
   */
  public Optional<Page> begin(Placement now, Collection<NodeId> members) {
    present = Optional.of(now);
    destinations.clear();
    members.stream()
        .filter(node -> !node.equals(self))
        .map(Destination::peer)
        .forEach(destinations::add);
    return entering == null ? next(now) : Optional.empty();
  }

  /** A page is durable, and so is that what it stands for is settled. */
  public Optional<Page> settled() {
    entering = null;
    return present.flatMap(this::next);
  }

  /** Whether all is entered that it was last begun for. */
  public boolean isOver() {
    return entering == null && destinations.isEmpty();
  }

  private Optional<Page> next(Placement now) {
    while (!destinations.isEmpty()) {
      Destination before = destinations.element();
      List<OutboxEntry> entries =
          owed.outbox(before, entry -> Heirs.mustInherit(before, entry.key(), now), PAGE);
      if (!entries.isEmpty()) {
        entering = page(before, entries, now);
        return Optional.of(entering);
      }
      destinations.remove();
    }
    return Optional.empty();
  }

  private Page page(Destination before, List<OutboxEntry> entries, Placement now) {
    Map<Key, Set<Dot>> dots =
        entries.stream()
            .collect(
                groupingBy(OutboxEntry::key, TreeMap::new, mapping(OutboxEntry::dot, toSet())));
    Map<Destination, List<Fact>> heirs = new LinkedHashMap<>();
    dots.forEach(
        (key, of) -> {
          List<Fact> facts = disk.read(key).stream().filter(f -> of.contains(f.dot())).toList();
          Heirs.of(key, now, self)
              .forEach(heir -> heirs.computeIfAbsent(heir, h -> new ArrayList<>()).addAll(facts));
        });
    return new Page(before, entries.stream().map(OutboxEntry::dot).collect(toSet()), heirs);
  }
}
