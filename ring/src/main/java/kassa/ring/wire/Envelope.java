package kassa.ring.wire;

import kassa.ring.NodeId;
import kassa.ring.placement.Era;

/**
 * A message with its ends. The receiver drops what is not for it: another node may have taken over
 * the remoting port of the one that is meant.
 *
 * @param era the sender's when it sent this: what it says of itself as an owner, it says by that
 */
public record Envelope(NodeId from, NodeId to, Era era, RingMessage message) {}
