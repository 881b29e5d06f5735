package kassa.ring.antientropy;

import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.wire.RingMessage;

/** What anti-entropy wants done; its shell does it, in order. */
public sealed interface SyncEffect {
  /** Hand to the network, which may lose it. */
  record Send(NodeId to, RingMessage message) implements SyncEffect {}

  /**
   * Make these durable, then call {@link AntiEntropy#stored}; if they are not taken, do nothing.
   */
  record Store(Fetched fetched) implements SyncEffect {}

  /** This disk holds all it should of the partition: say so from now on. */
  record Complete(Partition partition) implements SyncEffect {}
}
