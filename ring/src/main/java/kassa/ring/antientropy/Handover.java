package kassa.ring.antientropy;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.Fact;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Heirs;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.store.FactScan;
import kassa.ring.wire.RingMessage.DigestAsk;
import kassa.ring.wire.RingMessage.DigestTell;
import org.jspecify.annotations.Nullable;

/**
 * Gives what this node holds as an owner of before to those who own it now. A new owner asks for
 * all of it anyway, and has it when it says so (rule R12), and the others had it before: so each is
 * waited for until it has all, its digest is compared, and it is owed only what it lacks even then.
 *
 * <p>It lives as long as its node. A machine: one thread at a time, times are milliseconds of the
 * monotonic clock.
 */
public final class Handover {
  /** Above all that {@link AntiEntropy} counts with, so that no answer is taken for another's. */
  public static final long FIRST_QUESTION = 1L << 40;

  /** Facts that are entered at once: appends wait for the commit. */
  private static final int PAGE = 100;

  /** What it wants done; its shell does it, in order. */
  public sealed interface Effect {
    /** Hand to the network, which may lose it. */
    record Ask(NodeId heir, DigestAsk question) implements Effect {}

    /** Enter these in the outbox, by heir; once that is durable, call {@link Handover#entered}. */
    record Owe(Map<Destination, List<Fact>> lacking) implements Effect {}
  }

  private final NodeId self;
  private final Collection<Partition> partitions;
  private final FactScan disk;
  private final Peers peers;
  private final SyncPace pace;
  private final Map<NodeId, Long> resting = new HashMap<>();

  /** With whom each partition has still to be compared. */
  private final Map<Partition, Set<NodeId>> left = new LinkedHashMap<>();

  private Optional<Placement> present = Optional.empty();
  private List<Placement> owned = List.of();
  private Set<NodeId> caughtUp = Set.of();
  private @Nullable Round round;
  private long lastQuestion;

  /** One partition, and those of its heirs that were ready. */
  private static final class Round {
    final Partition partition;
    final HybridTime since;
    final long askedAt;
    final Map<NodeId, Long> waiting = new TreeMap<>();
    final Map<NodeId, DigestTell> told = new TreeMap<>();
    final Map<NodeId, BitSet> differing = new TreeMap<>();
    Effect.@Nullable Owe entering;
    @Nullable Key after;

    Round(Partition partition, HybridTime since, long askedAt) {
      this.partition = partition;
      this.since = since;
      this.askedAt = askedAt;
    }
  }

  /**
   * @param partitions that this node may have owned
   * @param firstQuestion where this life counts from, {@link #FIRST_QUESTION} or more; random, so
   *     that an answer to an earlier life is none to this one
   */
  public Handover(
      NodeId self,
      Collection<Partition> partitions,
      FactScan disk,
      Peers peers,
      SyncPace pace,
      long firstQuestion) {
    this.self = self;
    this.partitions = List.copyOf(partitions);
    this.disk = disk;
    this.peers = peers;
    this.pace = pace;
    this.lastQuestion = firstQuestion;
  }

  /**
   * Others own keys from now on, and nothing is acknowledged here any more as it was before. In an
   * era that it was begun with it goes on.
   *
   * @param before what this node owned until now; none when it does not remember, and may have
   *     owned all. What it had not given yet it still gives
   * @param done whether an earlier life has given all by this era
   */
  public void begin(
      Placement now, List<Placement> before, Set<NodeId> nodesCaughtUp, boolean done) {
    boolean goesOn = present.filter(p -> p.era().equals(now.era())).isPresent();
    if (!goesOn) {
      owned = isOver() ? List.copyOf(before) : both(owned, before);
      round = null;
      left.clear();
      partitions.stream()
          .filter(partition -> !done && Heirs.mustGive(partition, now, owned, self))
          .forEach(partition -> left.put(partition, heirs(now, partition)));
      present = Optional.of(now);
    }
    caughtUp = Set.copyOf(nodesCaughtUp);
  }

  private static List<Placement> both(List<Placement> some, List<Placement> others) {
    return some.isEmpty() || others.isEmpty()
        ? List.of()
        : Stream.concat(some.stream(), others.stream()).toList();
  }

  private Set<NodeId> heirs(Placement now, Partition partition) {
    return now.of(partition).owners().stream()
        .filter(owner -> !owner.equals(self))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** More nodes have all of the past eras. */
  public void caughtUp(Era era, Set<NodeId> nodes) {
    if (isBy(era)) {
      caughtUp = Set.copyOf(nodes);
    }
  }

  /** How many partitions have still to be compared. */
  public int left() {
    return left.size();
  }

  /** Whether all that others own in the era that it was last begun with is entered. */
  public boolean isOver() {
    return left.isEmpty();
  }

  /**
   * To be called every few milliseconds; a partition at most is begun with each.
   *
   * @param wall milliseconds since 1970
   */
  public List<Effect> tick(long wall, long now) {
    List<Effect> effects = new ArrayList<>();
    if (round != null && !round.waiting.isEmpty() && now - round.askedAt >= pace.timeout()) {
      round.waiting.keySet().forEach(heir -> resting.put(heir, now + pace.rest()));
      round.waiting.clear();
      compare(round, effects);
    }
    if (round == null && !left.isEmpty()) {
      begin(HybridTime.ofMillis(Math.max(0, wall - Stub.KEPT.toMillis())), now, effects);
    }
    return effects;
  }

  private void begin(HybridTime since, long now, List<Effect> effects) {
    Set<NodeId> ready =
        caughtUp.stream()
            .filter(heir -> now >= resting.getOrDefault(heir, now) && peers.reachable(heir, now))
            .collect(toSet());
    Iterator<Map.Entry<Partition, Set<NodeId>>> candidates = left.entrySet().iterator();
    while (round == null && candidates.hasNext()) {
      Map.Entry<Partition, Set<NodeId>> next = candidates.next();
      List<NodeId> heirs = next.getValue().stream().filter(ready::contains).toList();
      if (heirs.isEmpty()) {
        continue;
      }
      if (holdsNothing(next.getKey())) {
        candidates.remove();
      } else {
        round = ask(new Round(next.getKey(), since, now), heirs, effects);
      }
    }
  }

  private Round ask(Round its, List<NodeId> heirs, List<Effect> effects) {
    for (NodeId heir : heirs) {
      its.waiting.put(heir, ++lastQuestion);
      effects.add(new Effect.Ask(heir, new DigestAsk(lastQuestion, its.partition, its.since)));
    }
    return its;
  }

  private boolean holdsNothing(Partition partition) {
    boolean[] any = {false};
    disk.scan(
        partition,
        null,
        held -> {
          any[0] = true;
          return false;
        });
    return !any[0];
  }

  /**
   * @param era of the sender
   */
  public List<Effect> received(NodeId from, Era era, DigestTell tell) {
    List<Effect> effects = new ArrayList<>();
    if (round != null && isBy(era) && round.waiting.remove(from, tell.question())) {
      round.told.put(from, tell);
      if (round.waiting.isEmpty()) {
        compare(round, effects);
      }
    }
    return effects;
  }

  /** What was to be entered is durable. */
  @SuppressWarnings("ReferenceEquality") // another round may enter the same
  public List<Effect> entered(Effect.Owe owed) {
    List<Effect> effects = new ArrayList<>();
    if (round != null && round.entering == owed) {
      page(round, effects);
    }
    return effects;
  }

  private boolean isBy(Era era) {
    return present.filter(placement -> placement.era().equals(era)).isPresent();
  }

  private void compare(Round its, List<Effect> effects) {
    PartitionDigest own = PartitionDigest.of(its.partition, its.since, disk);
    its.told.forEach((heir, tell) -> its.differing.put(heir, differing(own, tell)));
    its.differing.values().removeIf(BitSet::isEmpty);
    if (its.differing.isEmpty()) {
      finish(its);
    } else {
      page(its, effects);
    }
  }

  /** A peer of another version sums in another way. */
  private static BitSet differing(PartitionDigest own, DigestTell tell) {
    if (tell.leaves().size() == PartitionDigest.LEAVES) {
      return own.differing(tell.leaves());
    }
    BitSet all = new BitSet();
    all.set(0, PartitionDigest.LEAVES);
    return all;
  }

  private void page(Round its, List<Effect> effects) {
    Map<Destination, List<Fact>> lacking = new LinkedHashMap<>();
    int[] facts = {0};
    disk.scan(
        its.partition,
        its.after,
        held -> {
          its.after = held.key();
          int leaf = Partition.leafOf(held.key(), PartitionDigest.LEAVES);
          its.differing.forEach(
              (heir, leaves) -> {
                if (leaves.get(leaf)) {
                  lacking
                      .computeIfAbsent(Destination.peer(heir), h -> new ArrayList<>())
                      .addAll(held.facts().inOrder());
                  facts[0] += held.facts().size();
                }
              });
          return facts[0] < PAGE;
        });
    if (facts[0] == 0) {
      finish(its);
      return;
    }
    its.entering = new Effect.Owe(lacking);
    effects.add(its.entering);
  }

  private void finish(Round its) {
    round = null;
    left.computeIfPresent(
        its.partition,
        (partition, heirs) -> {
          heirs.removeAll(its.told.keySet());
          return heirs.isEmpty() ? null : heirs;
        });
  }
}
