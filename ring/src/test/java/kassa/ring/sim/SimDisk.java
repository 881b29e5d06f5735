package kassa.ring.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridClock;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.membership.Acquaintances;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Partition;
import kassa.ring.store.Agenda;
import kassa.ring.store.Change;
import kassa.ring.store.CommitBatch;
import kassa.ring.store.FactScan;
import kassa.ring.store.Write;
import org.jspecify.annotations.Nullable;

/** A disk that keeps exactly what was fsynced, also when its node dies. */
final class SimDisk implements FactScan {
  final SimRegister register = new SimRegister();
  Acquaintances acquaintances = Acquaintances.none();
  private final Map<Key, FactSet> facts = new HashMap<>();
  private final Map<String, OutboxEntry> outbox = new TreeMap<>();
  private final Set<Key> open = new TreeSet<>();
  private final Supplier<Agenda> agenda;
  private HybridTime mark = HybridTime.ZERO;
  private HybridClock clock = new HybridClock(mark);
  private final List<Consumer<CommitBatch>> queued = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private Optional<Incarnation> last = Optional.empty();

  SimDisk(Supplier<Agenda> agenda) {
    this.agenda = agenda;
  }

  /** The clock of a new life. */
  HybridClock startClock() {
    clock = new HybridClock(mark);
    return clock;
  }

  /** The last life that began on this disk. */
  Optional<Incarnation> last() {
    return last;
  }

  void born(Incarnation life) {
    last = Optional.of(life);
  }

  void queue(Write write, Consumer<FactSet> durable) {
    queued.add(
        batch -> {
          FactSet prior = batch.write(write);
          afterwards.add(() -> durable.accept(prior));
        });
  }

  void queueSettle(Destination destination, Collection<Dot> dots) {
    queued.add(batch -> batch.settle(destination, Set.copyOf(dots)));
  }

  /** One group commit. Returns what to do once it is durable: nothing if the node dies first. */
  List<Runnable> fsync() {
    CommitBatch batch = new CommitBatch(this::read, agenda.get());
    queued.forEach(request -> request.accept(batch));
    queued.clear();
    batch.mark(clock);
    batch.changes().forEach(this::apply);
    List<Runnable> callbacks = List.copyOf(afterwards);
    afterwards.clear();
    return callbacks;
  }

  /** What was not fsynced is gone. */
  void crash() {
    queued.clear();
  }

  @Override
  public FactSet read(Key key) {
    return facts.getOrDefault(key, FactSet.EMPTY);
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<Fact> visit) {
    for (Key key : new TreeSet<>(facts.keySet())) {
      if (Partition.of(key).equals(partition) && (after == null || key.compareTo(after) > 0)) {
        for (Fact fact : read(key)) {
          if (!visit.test(fact)) {
            return;
          }
        }
      }
    }
  }

  /** What a copy of the directory would hold; taken while the node is down. */
  SimDisk copy() {
    SimDisk copy = new SimDisk(agenda);
    copy.register.takeFrom(register);
    copy.acquaintances = Acquaintances.parse(acquaintances.toText());
    copy.facts.putAll(facts);
    copy.outbox.putAll(outbox);
    copy.open.addAll(open);
    copy.last = last;
    return copy;
  }

  Set<Key> keys() {
    return facts.keySet();
  }

  List<Key> open() {
    return List.copyOf(open);
  }

  boolean holds(Fact fact) {
    return read(fact.key()).contains(fact.dot());
  }

  Collection<OutboxEntry> outbox() {
    return outbox.values();
  }

  List<Fact> owed(
      Destination destination, NodeId self, long ownBefore, long foreignBefore, int max) {
    return outbox.values().stream()
        .filter(entry -> entry.destination().equals(destination))
        .filter(
            entry ->
                entry.since()
                    <= (entry.dot().actor().node().equals(self) ? ownBefore : foreignBefore))
        .limit(max)
        .map(this::factOf)
        .toList();
  }

  private Fact factOf(OutboxEntry entry) {
    return read(entry.key()).stream()
        .filter(fact -> fact.dot().equals(entry.dot()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("an entry without its fact: " + entry));
  }

  private void apply(Change change) {
    if (change instanceof Change.Add add) {
      Key key = add.fact().key();
      FactSet before = read(key);
      FactSet after = before.plus(List.of(add.fact()));
      Invariant.check(after.containsAll(before), "factsOnlyGrow", key);
      facts.put(key, after);
      register.note(add.fact().dot());
    } else if (change instanceof Change.Owe owe) {
      outbox.put(name(owe.entry().destination(), owe.entry().dot()), owe.entry());
    } else if (change instanceof Change.Settle settle) {
      outbox.remove(name(settle.destination(), settle.dot()));
    } else if (change instanceof Change.Open opened) {
      open.add(opened.key());
    } else if (change instanceof Change.Close closed) {
      open.remove(closed.key());
    } else if (change instanceof Change.Mark marked) {
      mark = marked.time();
      clock.marked(mark);
    }
  }

  private static String name(Destination destination, Dot dot) {
    return destination.label() + " " + dot;
  }
}
