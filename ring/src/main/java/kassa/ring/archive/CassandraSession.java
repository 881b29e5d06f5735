package kassa.ring.archive;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.session.throttling.ConcurrencyLimitingRequestThrottler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import kassa.ring.Bound;

/** The driver, with the defaults changed that would lose availability or hide an outcome. */
final class CassandraSession {
  private static final int CONCURRENT = 64;
  private static final int QUEUED = 4_096;

  private CassandraSession() {}

  /** Completes when the archive answers for the first time, however late that is. */
  static CompletionStage<CqlSession> open(ArchiveSettings settings) {
    DriverConfigLoader config =
        DriverConfigLoader.programmaticBuilder()
            .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
            .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.timeout())
            .withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
            // Being away is no news: the operator's commands show it.
            .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(500))
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(5))
            .withClass(
                DefaultDriverOption.REQUEST_THROTTLER_CLASS,
                ConcurrencyLimitingRequestThrottler.class)
            .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, CONCURRENT)
            .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, QUEUED)
            .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
            .build();
    return CqlSession.builder()
        .addContactPoints(settings.contactPoints().stream().map(CassandraSession::address).toList())
        .withLocalDatacenter(settings.datacenter())
        .withConfigLoader(config)
        .buildAsync();
  }

  static List<Bound> bounds(ArchiveSettings settings) {
    return List.of(
        Bound.of("archive.statements", CONCURRENT, "statements", "the rest queues"),
        Bound.of("archive.queue", QUEUED, "statements", "fails at once; it stays owed"),
        Bound.of("archive.time", settings.timeout().toMillis(), "ms", "fails; it stays owed"));
  }

  private static InetSocketAddress address(String point) {
    int colon = point.lastIndexOf(':');
    return InetSocketAddress.createUnresolved(
        point.substring(0, colon), Integer.parseInt(point.substring(colon + 1)));
  }
}
