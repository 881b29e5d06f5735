package kassa.ring.archive;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How to reach the archive.
 *
 * @param contactPoints at least one, host:port each; names are looked up at every connect
 * @param datacenter the local one: the driver talks to no other
 * @param keyspace lower-case letters, digits and '_'
 * @param timeout of one statement; too small and slow writes are done twice, too large and the
 *     outbox waits for a dead coordinator
 */
public record ArchiveSettings(
    List<String> contactPoints, String datacenter, String keyspace, Duration timeout) {
  private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");

  private static final Pattern CONTACT_POINT = Pattern.compile(".+:[0-9]{1,5}");

  public ArchiveSettings {
    contactPoints = List.copyOf(contactPoints);
    if (contactPoints.isEmpty()) {
      throw new IllegalArgumentException("the archive needs a contact point");
    }
    for (String point : contactPoints) {
      if (!CONTACT_POINT.matcher(point).matches()) {
        throw new IllegalArgumentException("'" + point + "' is not host:port");
      }
    }
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw new IllegalArgumentException("keyspace '" + keyspace + "'");
    }
  }

  /** Settings with the usual timeout. */
  public static ArchiveSettings of(List<String> contactPoints, String datacenter, String keyspace) {
    return new ArchiveSettings(contactPoints, datacenter, keyspace, Duration.ofSeconds(5));
  }
}
