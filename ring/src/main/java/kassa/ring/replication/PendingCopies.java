package kassa.ring.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kassa.ring.Bound;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.replication.Effect.Send;
import kassa.ring.wire.RingMessage.Deliver;

/**
 * What is written is sent to nodes that are joining, too, many facts in one message, for that costs
 * all nodes least: nobody waits for it or relies on it, and what is lost of it will be fetched. A
 * node that joins is cold, so copies begin a few partitions at a time, in the order in which it
 * fetches them (see {@link kassa.ring.antientropy.Bootstrap}) and faster than it does that.
 */
final class PendingCopies {
  /**
   * How long facts are collected, in milliseconds: less than what is written waits for the archive,
   * so that a node has a fact before it is told that it rests there.
   */
  static final long COLLECTED = 200;

  /** Then it is sent at once. */
  static final int MOST_FACTS = 100;

  /** Of payload; a message must fit a frame. */
  static final int MOST_BYTES = 64 * 1024;

  /** After so many milliseconds all is sent. */
  static final long RISING = 60_000;

  /** In milliseconds. Who is that far behind fetches it later. */
  private static final long PATIENCE = 5_000;

  /** No outbox counts its batches from here: what is answered settles nothing. */
  private static final long NO_BATCH = 0;

  private final Map<NodeId, Waiting> waiting = new TreeMap<>();

  /** Since when this node knows that one is joining. */
  private final Map<NodeId, Long> joining = new TreeMap<>();

  private static final class Waiting {
    final List<Fact> facts = new ArrayList<>();
    final long since;
    int bytes;

    Waiting(long since) {
      this.since = since;
    }
  }

  List<Effect> add(List<NodeId> pending, Partition partition, List<Fact> facts, long now) {
    List<Effect> effects = new ArrayList<>();
    for (NodeId node : pending) {
      long age = now - joining.computeIfAbsent(node, id -> now);
      if (age * Partition.COUNT < RISING * partition.number()) {
        continue;
      }
      Waiting batch = waiting.computeIfAbsent(node, id -> new Waiting(now));
      int bytes = facts.stream().mapToInt(Fact::payloadLength).sum();
      if (batch.bytes + bytes > MOST_BYTES && !batch.facts.isEmpty()) {
        effects.add(send(node, batch, now));
        batch = new Waiting(now);
        waiting.put(node, batch);
      }
      batch.facts.addAll(facts);
      batch.bytes += bytes;
      if (batch.facts.size() >= MOST_FACTS) {
        waiting.remove(node);
        effects.add(send(node, batch, now));
      }
    }
    return effects;
  }

  /** To be called every few milliseconds. */
  List<Effect> tick(long now) {
    List<Effect> effects = new ArrayList<>();
    waiting
        .entrySet()
        .removeIf(
            entry -> {
              boolean due = now - entry.getValue().since >= COLLECTED;
              if (due) {
                effects.add(send(entry.getKey(), entry.getValue(), now));
              }
              return due;
            });
    return effects;
  }

  static List<Bound> bounds() {
    return List.of(
        Bound.of("ring.copies.facts", MOST_FACTS, "facts a joining node", "sent at once"),
        Bound.of("ring.copies.bytes", MOST_BYTES, "bytes", "the rest goes with the next message"));
  }

  private static Send send(NodeId node, Waiting batch, long now) {
    return new Send(node, new Deliver(NO_BATCH, batch.facts), now + PATIENCE);
  }
}
