package kassa.ring.antientropy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import kassa.ring.FactName;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.placement.Partition;
import kassa.ring.store.FactScan;
import kassa.ring.wire.RingMessage;
import kassa.ring.wire.RingMessage.DigestAsk;
import kassa.ring.wire.RingMessage.DigestTell;
import kassa.ring.wire.RingMessage.FactsAsk;
import kassa.ring.wire.RingMessage.FactsTell;
import kassa.ring.wire.RingMessage.NamesAsk;
import kassa.ring.wire.RingMessage.NamesTell;
import org.jspecify.annotations.Nullable;

/**
 * One owner compares one partition with one other owner and fetches what it lacks: first sums, then
 * the names in those leaves that differ, then the facts, or stubs of those that rest in the
 * archive. It gives nothing away: the other owner compares as well and fetches for itself.
 *
 * <p>A machine: one thread at a time. It ends by itself, for pages and missing facts only become
 * fewer; whoever runs it gives up when no answer comes.
 */
final class SyncSession {
  private static final long NOTHING = -1;

  /** Facts that are asked for at once. */
  private static final int ASKED = 400;

  /** What a session wants done, or how it ended. */
  sealed interface Step {
    record Ask(RingMessage question) implements Step {}

    /** Make these durable, then call {@link #stored}. */
    record Store(Fetched fetched) implements Step {}

    /** Nothing that the peer holds is missing here. */
    record Equal() implements Step {}

    /** The leaves differ; they may be in flight, so look again later. */
    record Suspect(BitSet leaves) implements Step {}

    /** The peer did not have what it had named, or says what cannot be compared. */
    record Failed() implements Step {}
  }

  private final LongSupplier questions;
  private final Partition partition;
  private final NodeId peer;
  private final Look look;
  private final BitSet suspects;
  private final HybridTime since;
  private final FactScan disk;

  private final Set<FactName> missing = new LinkedHashSet<>();
  private BitSet leaves = new BitSet();

  /** Where this disk had nothing when the sums were compared: there is nothing to look up. */
  private BitSet blank = new BitSet();

  private @Nullable Key after;
  private boolean morePages;
  private long awaited = NOTHING;
  private Fetched storing = Fetched.NOTHING;
  private boolean peerComplete = true;
  private long scanned;
  private long fetched;

  /** How a difference of sums is taken. */
  enum Look {
    /** It may be in flight. */
    FIRST,
    /** What differed at the first look and still does is missing. */
    SECOND,
    /** This owner is being filled: it takes all that it lacks. */
    FILL,
    /** So does a node that will be an owner. */
    AHEAD;

    boolean takesAll() {
      return this == FILL || this == AHEAD;
    }
  }

  /**
   * @param questions numbers that were not used before: a late or doubled answer is none to the
   *     question that is open
   * @param suspects the leaves that differed at the first look; for the second only
   * @param since see {@link PartitionDigest#of}
   */
  SyncSession(
      LongSupplier questions,
      Partition partition,
      NodeId peer,
      Look look,
      BitSet suspects,
      HybridTime since,
      FactScan disk) {
    this.questions = questions;
    this.partition = partition;
    this.peer = peer;
    this.look = look;
    this.suspects = suspects;
    this.since = since;
    this.disk = disk;
  }

  Partition partition() {
    return partition;
  }

  NodeId peer() {
    return peer;
  }

  Look look() {
    return look;
  }

  /** Whether the peer was complete in all that it said. */
  boolean peerComplete() {
    return peerComplete;
  }

  /** How many facts of this disk were read to compare. */
  long scanned() {
    return scanned;
  }

  /** How many facts this disk did not know of, and does now. */
  long fetched() {
    return fetched;
  }

  Step begin() {
    return new Step.Ask(new DigestAsk(number(), partition, since));
  }

  /** An answer came; empty when it is none to the open question. */
  Optional<Step> heard(RingMessage message) {
    if (message instanceof DigestTell tell && answers(tell.question())) {
      return Optional.of(compare(tell));
    }
    if (message instanceof NamesTell tell && answers(tell.question())) {
      return Optional.of(name(tell));
    }
    if (message instanceof FactsTell tell && answers(tell.question())) {
      return Optional.of(take(tell));
    }
    return Optional.empty();
  }

  /** What was fetched is durable here; empty when it was not this session that waits for it. */
  Optional<Step> stored(Fetched durable) {
    if (durable.isEmpty() || !durable.equals(storing)) {
      return Optional.empty();
    }
    storing = Fetched.NOTHING;
    int before = missing.size();
    durable.names().forEach(missing::remove);
    fetched += before - missing.size();
    return Optional.of(goOn());
  }

  private Step compare(DigestTell tell) {
    if (tell.leaves().size() != PartitionDigest.LEAVES) {
      return new Step.Failed(); // a peer of another version sums in another way
    }
    peerComplete &= tell.complete();
    // Read after the peer did: what the peer had and this disk has, it has by now.
    PartitionDigest own =
        look.takesAll()
            ? PartitionDigest.of(partition, since, disk)
            : PartitionDigest.checked(partition, since, disk);
    scanned = own.facts();
    blank = own.blank();
    leaves = own.differing(tell.leaves());
    if (look == Look.SECOND) {
      leaves.and(suspects);
    }
    if (leaves.isEmpty()) {
      return new Step.Equal();
    }
    return look == Look.FIRST ? new Step.Suspect(leaves) : askNames();
  }

  private Step name(NamesTell tell) {
    peerComplete &= tell.complete();
    Map<Key, FactSet> read = new HashMap<>();
    for (FactName name : tell.names()) {
      after = name.key();
      boolean lacks = blank.get(Partition.leafOf(name.key(), PartitionDigest.LEAVES));
      if (lacks || !read.computeIfAbsent(name.key(), disk::read).knows(name.dot())) {
        missing.add(name);
      }
    }
    morePages = tell.more() && !tell.names().isEmpty();
    return goOn();
  }

  private Step take(FactsTell tell) {
    Map<Key, Stub> stubs = new TreeMap<>(tell.stubs());
    stubs
        .entrySet()
        .removeIf(
            stub ->
                stub.getValue().hashes().keySet().stream()
                    .noneMatch(dot -> missing.contains(new FactName(stub.getKey(), dot))));
    storing =
        new Fetched(
            tell.facts().stream().filter(f -> missing.contains(FactName.of(f))).toList(), stubs);
    return storing.isEmpty() ? new Step.Failed() : new Step.Store(storing);
  }

  private Step goOn() {
    if (!missing.isEmpty()) {
      List<FactName> next = new ArrayList<>(missing);
      return new Step.Ask(new FactsAsk(number(), next.subList(0, Math.min(ASKED, next.size()))));
    }
    return morePages ? askNames() : new Step.Equal();
  }

  private Step askNames() {
    return new Step.Ask(new NamesAsk(number(), partition, since, leaves, after));
  }

  private long number() {
    awaited = questions.getAsLong();
    return awaited;
  }

  private boolean answers(long number) {
    if (number != awaited) {
      return false;
    }
    awaited = NOTHING;
    return true;
  }
}
