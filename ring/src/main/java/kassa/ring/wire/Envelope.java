package kassa.ring.wire;

import kassa.ring.NodeId;

/**
 * A message with its ends. The receiver drops what is not for it: another node may have taken over
 * the remoting port of the one that is meant.
 */
public record Envelope(NodeId from, NodeId to, RingMessage message) {}
