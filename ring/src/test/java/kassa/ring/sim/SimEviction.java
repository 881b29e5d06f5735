package kassa.ring.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.eviction.Eviction;
import kassa.ring.eviction.EvictionEffect;
import kassa.ring.eviction.EvictionPace;
import kassa.ring.membership.PeerClocks;
import kassa.ring.outbox.Destination;
import kassa.ring.store.CommitBatch;
import kassa.ring.store.KeyFacts;

/** Facts leave the disk of a node for the archive, in one of its lives. */
final class SimEviction {
  /** Short, so that it happens while things still go wrong. */
  static final long HOT_WINDOW = 4_000;

  private final SimLife life;
  private final SimNode node;
  private final World world;
  private final PeerClocks clocks;
  private final Eviction machine;
  private final long hotWindow;

  SimEviction(SimLife life, SimNode node, World world, PeerClocks clocks) {
    this.life = life;
    this.node = node;
    this.world = world;
    this.clocks = clocks;
    this.hotWindow = world.planted(Mutant.EVICT_BEFORE_THE_HOT_WINDOW) ? 1 : HOT_WINDOW;
    EvictionPace pace = new EvictionPace(hotWindow, 1_000_000, 1, 4, 500);
    this.machine =
        new Eviction(node.disk(), node.disk(), world.tenant().agenda(), pace, () -> 0, world.now());
  }

  void tick() {
    if (world.evicting()) {
      boolean sure = clocks.isConfirmed(world.ring.nodes().size(), node.wall(), world.now());
      perform(machine.tick(sure, node.wall(), world.now()));
    }
  }

  private void perform(List<EvictionEffect> effects) {
    for (EvictionEffect effect : effects) {
      if (effect instanceof EvictionEffect.Rest rest) {
        long at = node.wall();
        shelve(batch -> rest.seen().forEach(seen -> batch.rest(seen, node.disk(), at)));
      } else if (effect instanceof EvictionEffect.Owe owe) {
        world.reach(Faults.Sometimes.EVICTION_REFUSED);
        long since = node.wall();
        shelve(batch -> batch.owe(Destination.ARCHIVE, node.disk().notOwed(owe.facts()), since));
      } else if (effect instanceof EvictionEffect.Forget forget) {
        shelve(
            batch ->
                forget.keys().forEach(key -> batch.forget(key, node.disk(), forget.madeBefore())));
      } else if (effect instanceof EvictionEffect.ReadBack back) {
        readBack(back.key());
      } else if (effect instanceof EvictionEffect.Evict evict) {
        evict(evict);
      }
    }
  }

  private void readBack(Key key) {
    if (world.planted(Mutant.EVICT_WITHOUT_READING_THE_ARCHIVE_BACK)) {
      life.later(1, () -> archiveRead(key, Optional.of(node.disk().read(key))));
    } else {
      world.archive.read(node.id, key, held -> life.whenAlive(() -> archiveRead(key, held)));
    }
  }

  private void archiveRead(Key key, Optional<FactSet> held) {
    perform(machine.archiveRead(key, held, node.wall(), world.now()));
  }

  private void evict(EvictionEffect.Evict evict) {
    long at = node.wall();
    int[] evicted = {0};
    life.shelve(
        batch -> {
          for (KeyFacts seen : evict.seen()) {
            evicted[0] += batch.evict(seen, node.disk(), evict.restingBefore(), at) ? 1 : 0;
          }
        },
        () -> machine.evicted(evicted[0], world.now()));
  }

  private void shelve(Consumer<CommitBatch> work) {
    life.shelve(work, () -> {});
  }
}
