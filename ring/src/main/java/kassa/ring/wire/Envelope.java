package kassa.ring.wire;

import kassa.ring.NodeId;
import kassa.ring.placement.Era;

/**
 * A message with its ends. The receiver drops what is not for it: another node may have taken over
 * the remoting port of the one that is meant.
 *
 * @param era the sender's when it sent this: what it says of itself as an owner, it says by that
 * @param deadline until when somebody waits for what comes of it, or {@link #NONE}: milliseconds of
 *     the monotonic clock of whoever holds this envelope, for what travels is how long that is
 */
public record Envelope(NodeId from, NodeId to, Era era, RingMessage message, long deadline) {
  /** For what is to be done however late it is. */
  public static final long NONE = Long.MAX_VALUE;

  public Envelope(NodeId from, NodeId to, Era era, RingMessage message) {
    this(from, to, era, message, NONE);
  }

  /** Whether to do it would only be one more thing for which those that can be in time wait. */
  public boolean isLate(long now) {
    return now >= deadline;
  }
}
