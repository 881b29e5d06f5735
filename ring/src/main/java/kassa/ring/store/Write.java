package kassa.ring.store;

import java.util.List;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.outbox.Destination;

/**
 * Facts of one key for the local disk.
 *
 * @param facts all of the key; those that the disk has already change nothing
 * @param owed who must have those of the facts that are new here
 * @param since milliseconds since 1970, for the outbox entries
 */
public record Write(Key key, List<Fact> facts, List<Destination> owed, long since) {}
