package kassa.gateway.card;

import java.time.Duration;

/**
 * How one acquirer is reached.
 *
 * @param name part of references: the same on every node, never changed; at most 32 characters
 * @param host name or address, looked up anew at every attempt to connect
 * @param port 1 to 65535
 * @param maxInFlight requests without an answer. Too small: requests are refused (NotSent) while
 *     the acquirer would have taken them; too large: an acquirer that answers nothing costs memory,
 *     about a kilobyte each
 * @param writeQueue requests accepted and not yet written. Too small: bursts are refused; too
 *     large: requests wait behind a slow line until their deadline has passed
 * @param connectTimeout for connecting and the first echo. Too short: a far acquirer is never
 *     reached; too long: a dead one holds up the next attempt
 * @param echoInterval between two echoes; three intervals without a byte and the connection is
 *     given up. Too short: an acquirer that pauses for a moment loses the connection and all in
 *     flight becomes unknown; too long: checkouts run into their deadlines on a dead line
 * @param reconnectMin first pause between attempts to connect; it doubles up to the longest. Too
 *     short: a busy loop against an acquirer that refuses
 * @param reconnectMax longest pause. Too long: sales wait although the acquirer is back
 */
public record AcquirerSettings(
    String name,
    String host,
    int port,
    int maxInFlight,
    int writeQueue,
    Duration connectTimeout,
    Duration echoInterval,
    Duration reconnectMin,
    Duration reconnectMax) {

  private static final int SILENT_ECHOES = 3;

  public AcquirerSettings {
    require(!name.isEmpty() && name.length() <= 32, "name is 1 to 32 characters");
    require(!host.isEmpty(), "host");
    require(port >= 1 && port <= 65_535, "port is 1 to 65535");
    require(maxInFlight >= 1, "maxInFlight is at least 1");
    require(writeQueue >= 1, "writeQueue is at least 1");
    require(connectTimeout.toMillis() >= 1, "connectTimeout is at least 1 ms");
    require(echoInterval.toMillis() >= 1, "echoInterval is at least 1 ms");
    require(reconnectMin.toMillis() >= 1, "reconnectMin is at least 1 ms");
    require(reconnectMax.compareTo(reconnectMin) >= 0, "reconnectMax is at least reconnectMin");
  }

  public static AcquirerSettings of(String name, String host, int port) {
    return new AcquirerSettings(
        name,
        host,
        port,
        8_192,
        2_048,
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        Duration.ofSeconds(2));
  }

  /** Without a byte for this long, a connection is dead. */
  public Duration silence() {
    return echoInterval.multipliedBy(SILENT_ECHOES);
  }

  /**
   * @param failures in a row, at least 1
   * @param chance from 0 to less than 1: nodes that lost the acquirer together do not return
   *     together
   */
  public Duration reconnectPause(int failures, double chance) {
    int doublings = Math.min(failures - 1, 16);
    long longest = Math.min(reconnectMin.toMillis() << doublings, reconnectMax.toMillis());
    return Duration.ofMillis(Math.max(1, Math.round(longest * (0.5 + chance / 2))));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("acquirer settings: " + what);
    }
  }
}
