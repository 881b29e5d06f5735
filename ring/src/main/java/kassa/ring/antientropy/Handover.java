package kassa.ring.antientropy;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
import kassa.ring.FactName;
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
import kassa.ring.store.KeyFacts;
import kassa.ring.wire.RingMessage;
import kassa.ring.wire.RingMessage.DigestAsk;
import kassa.ring.wire.RingMessage.DigestTell;
import kassa.ring.wire.RingMessage.NamesAsk;
import kassa.ring.wire.RingMessage.NamesTell;
import org.jspecify.annotations.Nullable;

/**
 * Gives what this node holds as an owner of before to those who own it now. A new owner asks for
 * all of it anyway, and has it when it says so (rule R12), and the others had it before: so each is
 * waited for until it has all, its digest is compared, where that differs it names what it has, for
 * it has sold since, and it is owed only what it lacks even then. That is no hurry: after each
 * partition this node rests in proportion.
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
    record Ask(NodeId heir, RingMessage question) implements Effect {}

    /** Enter these in the outbox, by heir; once that is durable, call {@link Handover#entered}. */
    record Owe(Map<Destination, List<Fact>> lacking) implements Effect {}
  }

  private final NodeId self;
  private final Collection<Partition> partitions;
  private final FactScan disk;
  private final Peers peers;
  private final SyncPace pace;
  private final Sparing sparing = new Sparing();
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
    long askedAt;

    /** The open question to each. */
    final Map<NodeId, Long> waiting = new TreeMap<>();

    final Map<NodeId, DigestTell> told = new TreeMap<>();
    final Map<NodeId, Heir> differing = new TreeMap<>();
    boolean compared;
    Effect.@Nullable Owe entering;
    @Nullable Key after;

    Round(Partition partition, HybridTime since, long askedAt) {
      this.partition = partition;
      this.since = since;
      this.askedAt = askedAt;
    }
  }

  /** Whose digest is another one: where, and what it has there. */
  private static final class Heir {
    final BitSet leaves;
    final Set<FactName> has = new HashSet<>();
    @Nullable Key after;

    Heir(BitSet leaves) {
      this.leaves = leaves;
    }

    Stream<Fact> lacks(KeyFacts held) {
      boolean differs = leaves.get(Partition.leafOf(held.key(), PartitionDigest.LEAVES));
      return differs
          ? held.facts().inOrder().stream().filter(fact -> !has.contains(FactName.of(fact)))
          : Stream.empty();
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
      round.waiting.keySet().forEach(heir -> giveUp(round, heir, now));
      round.waiting.clear();
      goOn(round, effects, now);
    }
    if (round == null && !left.isEmpty() && !sparing.rests(self, now)) {
      begin(HybridTime.ofMillis(Math.max(0, wall - Stub.KEPT.toMillis())), now, effects);
    }
    return effects;
  }

  private void giveUp(Round its, NodeId silent, long now) {
    resting.put(silent, now + pace.rest());
    its.told.remove(silent);
    its.differing.remove(silent);
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
      if (heirs.isEmpty() || next.getValue().stream().anyMatch(heir -> isAtIt(heir, now))) {
        continue;
      }
      if (holdsNothing(next.getKey())) {
        candidates.remove();
      } else {
        round = ask(new Round(next.getKey(), since, now), heirs, effects);
      }
    }
  }

  /** A new owner that is still asking is waited for, so that all are compared with at once. */
  private boolean isAtIt(NodeId heir, long now) {
    return !caughtUp.contains(heir) && peers.reachable(heir, now);
  }

  private Round ask(Round its, List<NodeId> heirs, List<Effect> effects) {
    for (NodeId heir : heirs) {
      its.waiting.put(heir, ++lastQuestion);
      effects.add(new Effect.Ask(heir, new DigestAsk(lastQuestion, its.partition, its.since)));
    }
    return its;
  }

  private void askNames(Round its, NodeId heir, Heir differing, List<Effect> effects) {
    its.waiting.put(heir, ++lastQuestion);
    effects.add(
        new Effect.Ask(
            heir,
            new NamesAsk(
                lastQuestion, its.partition, its.since, differing.leaves, differing.after)));
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
  public List<Effect> received(NodeId from, Era era, RingMessage message, long now) {
    List<Effect> effects = new ArrayList<>();
    Round its = round;
    if (its == null || !isBy(era)) {
      return effects;
    }
    if (message instanceof DigestTell tell && its.waiting.remove(from, tell.question())) {
      its.told.put(from, tell);
    } else if (message instanceof NamesTell tell && its.waiting.remove(from, tell.question())) {
      named(its, from, tell, effects);
    } else {
      return effects;
    }
    if (its.waiting.isEmpty()) {
      sparing.worked(self, its.askedAt, now - its.askedAt, pace.leisure());
      goOn(its, effects, now);
    }
    return effects;
  }

  private void named(Round its, NodeId from, NamesTell tell, List<Effect> effects) {
    Heir heir = its.differing.get(from);
    if (heir == null || tell.names().isEmpty()) {
      return;
    }
    heir.has.addAll(tell.names());
    heir.after = tell.names().get(tell.names().size() - 1).key();
    if (tell.more()) {
      askNames(its, from, heir, effects);
    }
  }

  private void goOn(Round its, List<Effect> effects, long now) {
    if (its.compared) {
      page(its, effects);
    } else {
      compare(its, effects, now);
    }
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

  private void compare(Round its, List<Effect> effects, long now) {
    PartitionDigest own = PartitionDigest.of(its.partition, its.since, disk);
    its.compared = true;
    its.askedAt = now;
    its.told.forEach(
        (heir, tell) -> {
          BitSet leaves = differing(own, tell);
          leaves.andNot(own.blank());
          if (!leaves.isEmpty()) {
            Heir differing = new Heir(leaves);
            its.differing.put(heir, differing);
            askNames(its, heir, differing, effects);
          }
        });
    if (its.differing.isEmpty()) {
      finish(its);
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
          its.differing.forEach(
              (heir, differing) -> {
                List<Fact> lacks = differing.lacks(held).toList();
                if (!lacks.isEmpty()) {
                  lacking
                      .computeIfAbsent(Destination.peer(heir), h -> new ArrayList<>())
                      .addAll(lacks);
                  facts[0] += lacks.size();
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
