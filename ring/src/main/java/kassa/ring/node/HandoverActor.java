package kassa.ring.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.outbox.Heirs;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.roster.Eras;
import kassa.ring.store.KeyFacts;
import kassa.ring.store.LocalStore;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Enters in the outbox what others own now: first what is owed to nodes that are owners no more,
 * then what this node holds as an owner of before. From there it goes the way of all hints. A page
 * at a time, each durable before the next. It reads the disk: it needs a thread to block.
 */
final class HandoverActor extends AbstractBehavior<HandoverActor.Command> {
  /** Facts in a page. */
  private static final int PAGE = 500;

  sealed interface Command {}

  /**
   * @param owned what this node owned before, as far as it remembers; of it nothing was handed over
   */
  record HandOver(Eras eras, Placement now, List<Placement> owned) implements Command {}

  private record GoOn(Work work) implements Command {}

  private final NodeId self;
  private final LocalStore store;
  private final RingClock clock;
  private final DurableFile done;
  private final HandoverProgress progress;
  private final Consumer<Era> handedOver;
  private final ActorRef<Command> me;
  private @Nullable Work work;

  /** What is still to be gone through for one era. */
  private static final class Work {
    final Era era;
    final Placement now;
    final Iterator<Destination> owing;
    final List<Partition> given;
    Optional<Destination> destination = Optional.empty();
    @Nullable Key after;

    Work(Era era, Placement now, Iterator<Destination> owing, List<Partition> given) {
      this.era = era;
      this.now = now;
      this.owing = owing;
      this.given = given;
    }
  }

  /**
   * @param done which era was last handed over to
   * @param progress told how far it is
   * @param handedOver told when all of it is in the outbox
   */
  HandoverActor(
      ActorContext<Command> context,
      NodeId self,
      LocalStore store,
      RingClock clock,
      DurableFile done,
      HandoverProgress progress,
      Consumer<Era> handedOver) {
    super(context);
    this.self = self;
    this.store = store;
    this.clock = clock;
    this.done = done;
    this.progress = progress;
    this.handedOver = handedOver;
    this.me = context.getSelf();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(HandOver.class, this::onHandOver)
        .onMessage(GoOn.class, this::onGoOn)
        .build();
  }

  private Behavior<Command> onHandOver(HandOver over) {
    Era era = over.now().era();
    Iterator<Destination> owing =
        over.eras().roster().seats().keySet().stream()
            .filter(node -> !node.equals(self))
            .map(Destination::peer)
            .toList()
            .iterator();
    Work next = new Work(era, over.now(), owing, isDone(era) ? List.of() : given(over));
    work = next;
    progress.begin(era, next.given.size());
    return goOn(next);
  }

  private List<Partition> given(HandOver over) {
    return Partition.all().stream()
        .filter(partition -> Heirs.mustGive(partition, over.now(), over.owned(), self))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Of an era before the present one nothing is gone on with. */
  private Behavior<Command> onGoOn(GoOn on) {
    return on.work() == work ? goOn(on.work()) : this;
  }

  private Behavior<Command> goOn(Work now) {
    if (!inherit(now) && !give(now)) {
      finish(now.era);
      work = null;
    }
    return this;
  }

  /** Whether there was something to do. */
  private boolean inherit(Work now) {
    while (now.destination.isPresent() || now.owing.hasNext()) {
      Destination owed = now.destination.orElseGet(now.owing::next);
      List<OutboxEntry> entries =
          store.outbox(owed, e -> Heirs.mustInherit(owed, e.key(), now.now), PAGE);
      now.destination = entries.isEmpty() ? Optional.empty() : Optional.of(owed);
      if (!entries.isEmpty()) {
        Map<Key, Set<Dot>> owedOf =
            entries.stream()
                .collect(
                    Collectors.groupingBy(
                        OutboxEntry::key,
                        Collectors.mapping(OutboxEntry::dot, Collectors.toSet())));
        owedOf.forEach(
            (key, dots) ->
                owe(key, store.read(key).stream().filter(f -> dots.contains(f.dot())), now.now));
        Set<Dot> all = entries.stream().map(OutboxEntry::dot).collect(Collectors.toSet());
        store.barrier(
            () -> {
              store.settle(owed, all);
              goOnOnceDurable(now);
            });
        return true;
      }
    }
    return false;
  }

  /** Whether there was something to do. */
  private boolean give(Work now) {
    while (!now.given.isEmpty()) {
      List<KeyFacts> page = new ArrayList<>();
      int[] facts = {0};
      store.scan(
          now.given.get(0),
          now.after,
          held -> {
            page.add(held);
            facts[0] += held.facts().size();
            return facts[0] < PAGE;
          });
      if (facts[0] < PAGE) {
        now.given.remove(0);
        progress.given(MonotonicClock.now());
        now.after = null;
      } else {
        now.after = page.get(page.size() - 1).key();
      }
      if (facts[0] > 0) {
        page.forEach(held -> owe(held.key(), held.facts().stream(), now.now));
        goOnOnceDurable(now);
        return true;
      }
    }
    return false;
  }

  private void owe(Key key, Stream<Fact> some, Placement placement) {
    List<Fact> facts = some.toList();
    long since = clock.millis();
    List<Destination> heirs = Heirs.of(key, placement, self);
    heirs.forEach(heir -> store.owe(heir, facts, since, () -> {}));
    progress.entered((long) heirs.size() * facts.size(), MonotonicClock.now());
  }

  private void goOnOnceDurable(Work now) {
    store.barrier(() -> me.tell(new GoOn(now)));
  }

  private boolean isDone(Era era) {
    try {
      return done.read().filter(era.toString()::equals).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what was handed over", e);
    }
  }

  private void finish(Era era) {
    try {
      if (!isDone(era)) {
        done.write(era.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember what was handed over", e);
    }
    progress.over(era);
    handedOver.accept(era);
  }
}
