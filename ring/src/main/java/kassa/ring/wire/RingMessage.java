package kassa.ring.wire;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.placement.Partition;
import org.jspecify.annotations.Nullable;

/**
 * What a node says to a peer. Each may be lost, late, doubled or out of order: the sender's outbox,
 * not the message, is what makes sure that a fact arrives.
 */
public sealed interface RingMessage {
  /**
   * Store these facts and acknowledge once they are fsynced.
   *
   * @param round of the sender, for the answer
   * @param facts all of the key
   * @param mentioned dots of the key that the sender knows already (rule R2)
   * @param standsInFor the owner in whose place the receiver is asked (rule R3); null when the
   *     receiver is an owner itself
   */
  record Put(
      long round, Key key, List<Fact> facts, Set<Dot> mentioned, @Nullable NodeId standsInFor)
      implements RingMessage {}

  /**
   * The facts of the put are durable here.
   *
   * @param unmentioned what was known here before and the sender did not mention
   * @param stub of what was known here before and rests in the archive (rule R9)
   * @param complete whether this node certainly knows all it should of the key (rule R7)
   */
  record PutAck(long round, List<Fact> unmentioned, Stub stub, boolean complete)
      implements RingMessage {}

  /** What do you hold of this key, besides what I mention? */
  record Get(long round, Key key, Set<Dot> mentioned) implements RingMessage {}

  /** Answers a {@link Get}; the parts are those of a {@link PutAck}. */
  record GetAck(long round, List<Fact> unmentioned, Stub stub, boolean complete)
      implements RingMessage {}

  /**
   * Facts of any keys that the receiver must have, out of the sender's outbox, or will have to as
   * it is joining.
   */
  record Deliver(long batch, List<Fact> facts) implements RingMessage {}

  /** The facts of that delivery are durable here. */
  record Delivered(long batch) implements RingMessage {}

  /**
   * The receiver need not bring these facts to the archive: they rest there (rule R10), or the
   * sender holds them and owes them to nobody any more.
   */
  record Archived(Set<Dot> dots) implements RingMessage {}

  /**
   * What do you hold of this partition, in sums?
   *
   * @param since keys that rest in the archive and are older are left out by both sides
   */
  record DigestAsk(long question, Partition partition, HybridTime since) implements RingMessage {}

  /**
   * Answers a {@link DigestAsk}.
   *
   * @param complete whether the sender certainly holds all of the partition that it ever
   *     acknowledged (rule R7)
   * @param leaves see {@code PartitionDigest}
   */
  record DigestTell(long question, boolean complete, List<Long> leaves) implements RingMessage {}

  /**
   * Which facts are in these leaves of the partition?
   *
   * @param since as in {@link DigestAsk}
   * @param after the last key of the page before; null for the first page
   */
  record NamesAsk(
      long question, Partition partition, HybridTime since, BitSet leaves, @Nullable Key after)
      implements RingMessage {}

  /**
   * Answers a {@link NamesAsk} with a page.
   *
   * @param complete as in {@link DigestTell}
   * @param more whether names follow after the key of the last one
   */
  record NamesTell(long question, boolean complete, List<FactName> names, boolean more)
      implements RingMessage {}

  /** Give me these facts. */
  record FactsAsk(long question, List<FactName> names) implements RingMessage {}

  /**
   * Answers a {@link FactsAsk}: as many as fit a message, at least one if any is there.
   *
   * @param stubs for those that were asked for and rest in the archive, by key
   */
  record FactsTell(long question, List<Fact> facts, Map<Key, Stub> stubs) implements RingMessage {
    public FactsTell {
      stubs = Collections.unmodifiableSortedMap(new TreeMap<>(stubs));
    }
  }

  /**
   * Are you there? I am here: a node comes back at another remoting address in each life, and what
   * is sent to the last one is lost.
   *
   * @param self who asks
   * @param askedAt when, by the asker's monotonic clock, which means nothing to anybody else
   */
  record Ping(PeerIdentity self, long askedAt) implements RingMessage {}

  /**
   * Answers a {@link Ping}.
   *
   * @param askedAt as in the ping
   * @param wall milliseconds since 1970 by the answerer's clock
   */
  record Pong(long askedAt, long wall) implements RingMessage {}

  /**
   * What the sender knows of who is in the ring, and was: the receiver spoke by another era.
   *
   * @param eras as the layer that keeps them writes it
   */
  record Tell(String eras) implements RingMessage {}

  /** A message of the layer above, opaque here. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Parcel(byte[] content) implements RingMessage {}
}
