package kassa.ring.archive;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The archive's tables. One operator's command applies them; nodes never do, for statements that
 * change a schema race when many send them.
 */
public final class CassandraSchema {
  private static final int MOST_REPLICAS = 3;

  private CassandraSchema() {}

  /**
   * Creates what is missing, and changes nothing that is there. Blocks.
   *
   * @param patience how long to wait for the archive to answer
   * @throws IllegalStateException in the words of what went wrong
   */
  public static void apply(ArchiveSettings settings, Duration patience) {
    try (CqlSession session =
        CassandraSession.open(settings)
            .toCompletableFuture()
            .get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      long nodes =
          session.getMetadata().getNodes().values().stream()
              .filter(node -> settings.datacenter().equals(node.getDatacenter()))
              .count();
      run(session, keyspace(settings, Math.min(MOST_REPLICAS, nodes)), patience);
      run(session, orderFacts(settings.keyspace()), patience);
      run(session, stoodIn(settings.keyspace()), patience);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Cassandra at " + settings.contactPoints() + " did not answer within " + patience, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cassandra refused: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void run(CqlSession session, String statement, Duration patience) {
    session.execute(SimpleStatement.newInstance(statement).setTimeout(patience));
  }

  private static String keyspace(ArchiveSettings settings, long replicas) {
    return "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}"
        .formatted(settings.keyspace(), settings.datacenter(), replicas);
  }

  /** Inserts only, so there is nothing to delete and no tombstone to keep. */
  private static String orderFacts(String keyspace) {
    return """
        CREATE TABLE IF NOT EXISTS %s.order_facts (
          order_id text, actor text, seq bigint,
          time bigint, kind text, payload blob, hash bigint,
          PRIMARY KEY ((order_id), actor, seq)
        ) WITH compaction = {'class': 'UnifiedCompactionStrategy'}
        """
        .formatted(keyspace);
  }

  /** Rows end by themselves, once every owner has had time to look: nothing deletes them. */
  private static String stoodIn(String keyspace) {
    return """
        CREATE TABLE IF NOT EXISTS %s.stood_in (
          day date, bucket int,
          at timestamp, order_id text, actor text, seq bigint,
          PRIMARY KEY ((day, bucket), at, order_id, actor, seq)
        ) WITH compaction = {'class': 'UnifiedCompactionStrategy'}
          AND default_time_to_live = %d
        """
        .formatted(keyspace, StoodInSweep.HORIZON.plusDays(2).toSeconds());
  }
}
