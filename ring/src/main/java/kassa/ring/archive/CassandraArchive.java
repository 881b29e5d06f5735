package kassa.ring.archive;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import kassa.ring.Bound;
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
 * {@code stood_in} names the facts of which it was the last fallback, by day, and forgets them by
 * itself.
 *
 * <p>A node starts and sells without it: until the first connection stands, every call fails at
 * once.
 */
public final class CassandraArchive implements Archive {
  private static final long MICROS_PER_MILLI = 1_000;

  private final ArchiveSettings settings;
  private final String keyspace;
  private final CompletableFuture<CqlSession> session;
  private final AtomicReference<@Nullable Statements> statements = new AtomicReference<>();

  private record Statements(
      PreparedStatement insert,
      PreparedStatement select,
      PreparedStatement enter,
      PreparedStatement entered) {}

  public CassandraArchive(ArchiveSettings settings) {
    this.settings = settings;
    this.keyspace = settings.keyspace();
    this.session = CassandraSession.open(settings).toCompletableFuture();
  }

  @Override
  public CompletionStage<Void> write(Key key, Collection<Fact> facts) {
    return prepared()
        .thenCompose(
            prepared ->
                execute(facts.stream().map(fact -> insert(prepared.insert(), fact)).toList()));
  }

  @Override
  public CompletionStage<FactSet> writeThrough(Key key, Collection<Fact> facts) {
    return write(key, facts)
        .thenCompose(written -> enter(key, facts).thenCombine(read(key), (e, held) -> held));
  }

  private CompletionStage<Void> enter(Key key, Collection<Fact> facts) {
    return prepared()
        .thenCompose(
            prepared ->
                execute(
                    facts.stream()
                        .map(
                            fact ->
                                prepared
                                    .enter()
                                    .bind(
                                        StoodInBucket.numberOf(key),
                                        key.value(),
                                        fact.dot().actor().toString(),
                                        fact.dot().seq()))
                        .toList()));
  }

  /** Of one partition of Cassandra, and so applied as one; entries at midnight may be of two. */
  private CompletionStage<Void> execute(List<BoundStatement> inserts) {
    BatchStatement batch = BatchStatement.newInstance(BatchType.UNLOGGED).addAll(inserts);
    return session
        .join()
        .executeAsync(inserts.size() == 1 ? inserts.get(0) : batch)
        .thenAccept(done -> {});
  }

  @Override
  public CompletionStage<FactSet> read(Key key) {
    return prepared()
        .thenCompose(prepared -> session.join().executeAsync(prepared.select().bind(key.value())))
        .thenCompose(page -> collect(page, row -> fact(key, row), new ArrayList<>()))
        .thenApply(FactSet::of);
  }

  @Override
  public CompletionStage<List<StoodIn>> stoodIn(
      StoodInBucket bucket, long from, Optional<StoodIn> after, int limit) {
    return prepared()
        .thenCompose(
            prepared ->
                session
                    .join()
                    .executeAsync(
                        prepared
                            .entered()
                            .bind(
                                bucket.day(),
                                bucket.number(),
                                Instant.ofEpochMilli(after.map(StoodIn::at).orElse(from)),
                                after.map(entry -> entry.key().value()).orElse(""),
                                after.map(entry -> entry.dot().actor().toString()).orElse(""),
                                after.map(entry -> entry.dot().seq()).orElse(0L),
                                limit)))
        .thenCompose(page -> collect(page, CassandraArchive::entry, new ArrayList<>()));
  }

  @Override
  public boolean reachable() {
    return session.isDone()
        && !session.isCompletedExceptionally()
        && session.join().getMetadata().getNodes().values().stream()
            .anyMatch(node -> node.getOpenConnections() > 0);
  }

  @Override
  public List<Bound> bounds() {
    return CassandraSession.bounds(settings);
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
    return session.thenCompose(this::prepare);
  }

  private CompletionStage<Statements> prepare(CqlSession open) {
    CompletableFuture<PreparedStatement> insert =
        prepare(
            open,
            "INSERT INTO %s.order_facts (order_id, actor, seq, time, kind, payload, hash)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    CompletableFuture<PreparedStatement> select =
        prepare(
            open,
            "SELECT actor, seq, time, kind, payload, hash FROM %s.order_facts WHERE order_id = ?");
    CompletableFuture<PreparedStatement> enter =
        prepare(
            open,
            "INSERT INTO %s.stood_in (day, bucket, at, order_id, actor, seq)"
                + " VALUES (toDate(now()), ?, toTimestamp(now()), ?, ?, ?)");
    CompletableFuture<PreparedStatement> entered =
        prepare(
            open,
            "SELECT at, order_id, actor, seq FROM %s.stood_in WHERE day = ? AND bucket = ?"
                + " AND (at, order_id, actor, seq) > (?, ?, ?, ?) LIMIT ?");
    return CompletableFuture.allOf(insert, select, enter, entered)
        .thenApply(
            all -> {
              Statements fresh =
                  new Statements(insert.join(), select.join(), enter.join(), entered.join());
              statements.set(fresh);
              return fresh;
            });
  }

  private CompletableFuture<PreparedStatement> prepare(CqlSession open, String statement) {
    return open.prepareAsync(statement.formatted(keyspace)).toCompletableFuture();
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

  private static <T> CompletionStage<List<T>> collect(
      AsyncResultSet page, Function<Row, T> parse, List<T> collected) {
    page.currentPage().forEach(row -> collected.add(parse.apply(row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> collect(next, parse, collected))
        : CompletableFuture.completedFuture(collected);
  }

  private static Fact fact(Key key, Row row) {
    ByteBuffer payload = present(row.getByteBuffer("payload"), "payload");
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    Fact fact =
        new Fact(
            key,
            dot(row),
            new HybridTime(row.getLong("time")),
            present(row.getString("kind"), "kind"),
            bytes);
    Invariant.check(fact.hash() == row.getLong("hash"), "factsOnlyGrow", fact + " in the archive");
    return fact;
  }

  private static StoodIn entry(Row row) {
    return new StoodIn(
        present(row.getInstant("at"), "at").toEpochMilli(),
        new Key(present(row.getString("order_id"), "order_id")),
        dot(row));
  }

  private static Dot dot(Row row) {
    return new Dot(Incarnation.parse(present(row.getString("actor"), "actor")), row.getLong("seq"));
  }

  private static <T> T present(@Nullable T value, String column) {
    if (value == null) {
      throw new IllegalStateException("a row in the archive has no " + column);
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
