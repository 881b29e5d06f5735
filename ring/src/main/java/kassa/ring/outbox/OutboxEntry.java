package kassa.ring.outbox;

import kassa.ring.Dot;
import kassa.ring.Key;

/**
 * That a destination must have a fact: its name only, never a second copy of the payload. An entry
 * that has waited is a hint.
 *
 * @param since when it was written, milliseconds since 1970 by this node's clock
 */
public record OutboxEntry(Destination destination, Dot dot, Key key, long since) {}
