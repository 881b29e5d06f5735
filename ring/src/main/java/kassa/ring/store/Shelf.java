package kassa.ring.store;

import java.util.OptionalLong;
import kassa.ring.FactSet;
import kassa.ring.Key;

/**
 * What a disk knows of facts that may leave it, or have left it (rule R9). Any thread may call it.
 * Times are milliseconds since 1970.
 */
public interface Shelf {
  /**
   * Since when these facts are known to rest in the archive; empty when that is not known of
   * exactly these.
   *
   * @param facts all that the disk holds of the key
   */
  OptionalLong restingSince(Key key, FactSet facts);

  /** Whether the outbox has an entry of any of these facts, for whomever. */
  boolean owesAny(FactSet facts);

  /** When the stub of a key was made; empty when there is none. */
  OptionalLong stubMade(Key key);

  /** How many keys have a stub. */
  long stubs();
}
