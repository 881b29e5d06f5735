package kassa.ring.archive;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How to reach the archive.
 *
 * @param contactPoints at least one
 * @param datacenter the local one: the driver talks to no other
 * @param keyspace lower-case letters, digits and '_'
 * @param timeout of one statement; too small and slow writes are done twice, too large and the
 *     outbox waits for a dead coordinator
 */
public record ArchiveSettings(
    List<InetSocketAddress> contactPoints, String datacenter, String keyspace, Duration timeout) {
  private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");

  public ArchiveSettings {
    contactPoints = List.copyOf(contactPoints);
    if (contactPoints.isEmpty()) {
      throw new IllegalArgumentException("the archive needs a contact point");
    }
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw new IllegalArgumentException("keyspace '" + keyspace + "'");
    }
  }

  /**
   * Settings with the usual timeout.
   *
   * @param contactPoints host:port each
   */
  public static ArchiveSettings of(List<String> contactPoints, String datacenter, String keyspace) {
    return new ArchiveSettings(
        contactPoints.stream().map(ArchiveSettings::address).toList(),
        datacenter,
        keyspace,
        Duration.ofSeconds(5));
  }

  private static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + hostAndPort + "' is not host:port");
    }
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }
}
