package kassa.ring.archive;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.Key;
import org.jspecify.annotations.Nullable;

/**
 * The archive on Cassandra: {@code order_facts}, inserts only, the facts of one order in one batch
 * of one partition. The cell's timestamp is the fact's own, so writing again writes the same cells.
 *
 * <p>A node starts and sells without it: until the first connection stands, every call fails at
 * once.
 */
public final class CassandraArchive implements Archive {
  private static final long MICROS_PER_MILLI = 1_000;

  private final String table;
  private final CompletableFuture<CqlSession> session;
  private final AtomicReference<@Nullable Statements> statements = new AtomicReference<>();

  private record Statements(PreparedStatement insert, PreparedStatement select) {}

  public CassandraArchive(ArchiveSettings settings) {
    this.table = settings.keyspace() + ".order_facts";
    this.session = CassandraSession.open(settings).toCompletableFuture();
  }

  @Override
  public CompletionStage<Void> write(Key key, Collection<Fact> facts) {
    return prepared()
        .thenCompose(
            prepared -> {
              List<BoundStatement> inserts =
                  facts.stream().map(fact -> insert(prepared.insert(), fact)).toList();
              BatchStatement batch = BatchStatement.newInstance(BatchType.UNLOGGED).addAll(inserts);
              return session.join().executeAsync(inserts.size() == 1 ? inserts.get(0) : batch);
            })
        .thenAccept(done -> {});
  }

  @Override
  public CompletionStage<FactSet> read(Key key) {
    return prepared()
        .thenCompose(prepared -> session.join().executeAsync(prepared.select().bind(key.value())))
        .thenCompose(page -> collect(key, page, new ArrayList<>()));
  }

  @Override
  public boolean reachable() {
    return session.isDone()
        && !session.isCompletedExceptionally()
        && session.join().getMetadata().getNodes().values().stream()
            .anyMatch(node -> node.getOpenConnections() > 0);
  }

  @Override
  public void close() {
    boolean neverConnected = session.cancel(false);
    if (!neverConnected && !session.isCompletedExceptionally()) {
      session.join().close();
    }
  }

  private CompletionStage<Statements> prepared() {
    Statements known = statements.get();
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    if (!session.isDone()) {
      return CompletableFuture.failedFuture(new ArchiveAway("not connected yet"));
    }
    CqlSession open = session.join();
    return open.prepareAsync(
            "INSERT INTO "
                + table
                + " (order_id, actor, seq, time, kind, payload, hash)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?")
        .thenCombine(
            open.prepareAsync(
                "SELECT actor, seq, time, kind, payload, hash FROM "
                    + table
                    + " WHERE order_id = ?"),
            Statements::new)
        .thenApply(
            fresh -> {
              statements.set(fresh);
              return fresh;
            });
  }

  private static BoundStatement insert(PreparedStatement insert, Fact fact) {
    return insert.bind(
        fact.key().value(),
        fact.dot().actor().toString(),
        fact.dot().seq(),
        fact.time().packed(),
        fact.kind(),
        ByteBuffer.wrap(fact.payload()),
        fact.hash(),
        fact.time().millis() * MICROS_PER_MILLI);
  }

  private static CompletionStage<FactSet> collect(Key key, AsyncResultSet page, List<Fact> facts) {
    page.currentPage().forEach(row -> facts.add(fact(key, row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> collect(key, next, facts))
        : CompletableFuture.completedFuture(FactSet.of(facts));
  }

  private static Fact fact(Key key, Row row) {
    ByteBuffer payload = present(row.getByteBuffer("payload"), key);
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    Fact fact =
        new Fact(
            key,
            new Dot(Incarnation.parse(present(row.getString("actor"), key)), row.getLong("seq")),
            new HybridTime(row.getLong("time")),
            present(row.getString("kind"), key),
            bytes);
    Invariant.check(fact.hash() == row.getLong("hash"), "factsOnlyGrow", fact + " in the archive");
    return fact;
  }

  private static <T> T present(@Nullable T value, Key key) {
    if (value == null) {
      throw new IllegalStateException("a row of " + key + " in the archive has an empty column");
    }
    return value;
  }

  /** The archive cannot be asked at the moment. */
  static final class ArchiveAway extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ArchiveAway(String why) {
      super(why);
    }
  }
}
