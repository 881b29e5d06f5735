package kassa.ring.antientropy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.Key;
import kassa.ring.NodeId;
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
 * the names in those leaves that differ, then the facts. It gives nothing away: the other owner
 * compares as well and fetches for itself.
 *
 * <p>A machine: one thread at a time. It ends by itself, for pages and missing facts only become
 * fewer; whoever runs it gives up when no answer comes.
 */
final class SyncSession {
  private static final long NOTHING = -1;

  /** Facts that are asked for at once. */
  private static final int ASKED = 200;

  /** What a session wants done, or how it ended. */
  sealed interface Step {
    record Ask(RingMessage question) implements Step {}

    /** Make these durable, then call {@link #stored}. */
    record Store(List<Fact> facts) implements Step {}

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
  private final FactScan disk;

  private final Set<FactName> missing = new LinkedHashSet<>();
  private BitSet leaves = new BitSet();
  private @Nullable Key after;
  private boolean morePages;
  private long awaited = NOTHING;
  private List<Fact> storing = List.of();
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
    FILL
  }

  /**
   * @param questions numbers that were not used before: a late or doubled answer is none to the
   *     question that is open
   * @param suspects the leaves that differed at the first look; for the second only
   */
  SyncSession(
      LongSupplier questions,
      Partition partition,
      NodeId peer,
      Look look,
      BitSet suspects,
      FactScan disk) {
    this.questions = questions;
    this.partition = partition;
    this.peer = peer;
    this.look = look;
    this.suspects = suspects;
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

  /** How many facts this disk lacked and has now. */
  long fetched() {
    return fetched;
  }

  Step begin() {
    return new Step.Ask(new DigestAsk(number(), partition));
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
  Optional<Step> stored(List<Fact> facts) {
    if (facts.isEmpty() || !facts.equals(storing)) {
      return Optional.empty();
    }
    storing = List.of();
    facts.forEach(fact -> missing.remove(FactName.of(fact)));
    fetched += facts.size();
    return Optional.of(goOn());
  }

  private Step compare(DigestTell tell) {
    if (tell.leaves().size() != PartitionDigest.LEAVES) {
      return new Step.Failed(); // a peer of another version sums in another way
    }
    peerComplete &= tell.complete();
    // Read after the peer did: what the peer had and this disk has, it has by now.
    PartitionDigest own = PartitionDigest.of(partition, disk);
    scanned = own.facts();
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
    for (FactName name : tell.names()) {
      after = name.key();
      if (!disk.read(name.key()).contains(name.dot())) {
        missing.add(name);
      }
    }
    morePages = tell.more() && !tell.names().isEmpty();
    return goOn();
  }

  private Step take(FactsTell tell) {
    storing = tell.facts().stream().filter(fact -> missing.contains(FactName.of(fact))).toList();
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
    return new Step.Ask(new NamesAsk(number(), partition, leaves, after));
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
