package kassa.ring.replication;

import java.util.List;
import java.util.Set;
import kassa.ring.AppendOutcome;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.outbox.Destination;
import kassa.ring.wire.RingMessage;

/** What a machine wants done; its shell does it, in order. */
public sealed interface Effect {
  /**
   * Write to this node's disk and fsync, then call {@link Coordinator#committed}.
   *
   * @param owed who must have the facts as well; the entries go into the same batch (rule R5)
   */
  record Commit(long round, Key key, List<Fact> facts, List<Destination> owed) implements Effect {
    public Commit {
      owed = List.copyOf(owed);
    }
  }

  /**
   * Hand to the network, which may lose it.
   *
   * @param deadline of the round: who finds that it is past need not do what is asked
   */
  record Send(NodeId to, RingMessage message, long deadline) implements Effect {}

  /**
   * Write to the archive as the last fallback and read back what it knows of the key (rule R4),
   * then call {@link Coordinator#writtenThrough} or {@link Coordinator#writeThroughFailed}.
   */
  record WriteThrough(long round, Key key, List<Fact> facts) implements Effect {
    public WriteThrough {
      facts = List.copyOf(facts);
    }
  }

  /** Read the archive, then call {@link Coordinator#archiveRead} (rules R7 to R9). */
  record AskArchive(long round, Key key) implements Effect {}

  /** The destination has these facts for good; drop its outbox entries (rule R6). */
  record Settle(Destination destination, Set<Dot> dots) implements Effect {}

  /** The result of an append or ensure. */
  record Appended(long request, AppendOutcome outcome) implements Effect {}

  /** The result of a read. */
  record Answered(long request, ReadOutcome outcome) implements Effect {}
}
