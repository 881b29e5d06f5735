package kassa.ring.store;

import java.util.List;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.Stub;
import kassa.ring.outbox.Destination;

/**
 * Facts of one key for the local disk.
 *
 * @param facts all of the key; those that the disk has already change nothing
 * @param owed who must have those of the facts that are new here
 * @param stub of further facts that rest in the archive; it stands for those of them alone that the
 *     disk does not hold
 * @param since milliseconds since 1970, for the outbox entries and the stub
 */
public record Write(Key key, List<Fact> facts, List<Destination> owed, Stub stub, long since) {
  public Write(Key key, List<Fact> facts, List<Destination> owed, long since) {
    this(key, facts, owed, Stub.NONE, since);
  }
}
