package kassa.gateway.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.archive.Archive;
import kassa.ring.archive.ArchiveGap;
import kassa.ring.outbox.Destination;
import kassa.ring.store.FactCursor;
import kassa.ring.store.FactPage;
import kassa.ring.store.KeyFacts;
import kassa.ring.store.LocalStore;

/**
 * Compares this node's disk with the archive, and owes the archive facts once more: a page at a
 * time, so that no question costs more than a moment. Any thread may ask; it reads the disk.
 */
final class ArchiveDesk {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int KEYS = 200;

  /** At once, of the 64 that the archive is asked by this node: sales may need the others. */
  private static final int READS = 16;

  private final NodeId self;
  private final LocalStore store;
  private final Archive archive;

  ArchiveDesk(NodeId self, LocalStore store, Archive archive) {
    this.self = self;
    this.store = store;
    this.archive = archive;
  }

  /** What the archive lacks of the keys from a cursor on. */
  CompletionStage<ObjectNode> verify(FactCursor from) {
    FactPage page = FactPage.read(store, from, KEYS);
    return verified(page.keys()).thenApply(json -> next(json, page.next()));
  }

  /** The same of one key, and which of its facts the archive holds, whoever else has them. */
  CompletionStage<ObjectNode> verify(Key key) {
    FactSet held = store.read(key);
    return verified(held.isEmpty() ? List.of() : List.of(new KeyFacts(key, held)))
        .thenCompose(
            json ->
                archive
                    .read(key)
                    .handle(
                        (archived, failure) -> {
                          if (failure == null) {
                            ArrayNode dots = json.putArray("archived");
                            archived.forEach(fact -> dots.add(fact.dot().toString()));
                          } else {
                            fails(json, failure);
                          }
                          return json;
                        }));
  }

  /**
   * Owes the archive what was learned at or after a time, of the keys from a cursor on; nothing
   * while much is owed already, so that the outbox stays small.
   *
   * @param dryRun only to count
   */
  CompletionStage<ObjectNode> replay(FactCursor from, Instant since, boolean dryRun, Instant now) {
    ObjectNode json = answer();
    if (!dryRun && owesMuch(now)) {
      json.put("facts", 0).put("queued", 0).put("waits", true);
      return CompletableFuture.completedFuture(next(json, Optional.of(from)));
    }
    FactPage page = FactPage.read(store, from, KEYS);
    List<Fact> facts = page.keys().stream().flatMap(held -> held.facts().stream()).toList();
    List<Fact> newer =
        facts.stream().filter(f -> f.time().millis() >= since.toEpochMilli()).toList();
    json.put("facts", facts.size()).put("queued", newer.size()).put("waits", false);
    next(json, page.next());
    if (dryRun || newer.isEmpty()) {
      return CompletableFuture.completedFuture(json);
    }
    CompletableFuture<ObjectNode> owed = new CompletableFuture<>();
    store.owe(Destination.ARCHIVE, newer, now.toEpochMilli(), () -> owed.complete(json));
    return owed;
  }

  private boolean owesMuch(Instant now) {
    return OutboxCount.of(
            store.outbox(Destination.ARCHIVE, now.toEpochMilli(), OutboxCount.CAP + 1))
        .capped();
  }

  private CompletionStage<ObjectNode> verified(List<KeyFacts> keys) {
    ObjectNode json = answer();
    json.put("keys", keys.size());
    json.put("facts", keys.stream().mapToInt(held -> held.facts().size()).sum());
    json.put("evicted", keys.stream().filter(held -> !held.facts().isWhole()).count());
    json.putArray("gaps");
    Set<Dot> owed =
        keys.stream()
            .flatMap(held -> held.facts().stream())
            .map(Fact::dot)
            .filter(dot -> store.owes(Destination.ARCHIVE, dot))
            .collect(Collectors.toSet());
    return compared(keys, owed, json).exceptionally(failure -> fails(json, failure));
  }

  private CompletionStage<ObjectNode> compared(
      List<KeyFacts> keys, Set<Dot> owed, ObjectNode json) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(json);
    }
    int now = Math.min(READS, keys.size());
    CompletionStage<ObjectNode> done = CompletableFuture.completedFuture(json);
    for (KeyFacts held : keys.subList(0, now)) {
      done = done.thenCombine(findings(held, owed), ArchiveDesk::add);
    }
    return done.thenCompose(all -> compared(keys.subList(now, keys.size()), owed, all));
  }

  /**
   * @param kind of the fact; that of what was evicted is not known here
   * @param why for people and programs, lower case
   */
  private record Finding(
      Key key, Dot dot, String kind, HybridTime time, String why, boolean owed) {}

  private CompletionStage<List<Finding>> findings(KeyFacts held, Set<Dot> owed) {
    return archive
        .read(held.key())
        .thenApply(
            archived ->
                ArchiveGap.between(held.facts(), archived, owed::contains).stream()
                    .map(gap -> finding(held, gap))
                    .toList())
        .exceptionally(failure -> damaged(held, failure));
  }

  private static Finding finding(KeyFacts held, ArchiveGap gap) {
    return new Finding(
        held.key(),
        gap.dot(),
        gap.fact().map(Fact::kind).orElse("evicted"),
        gap.fact().map(Fact::time).orElse(held.facts().newest()),
        gap.why().name().toLowerCase(Locale.ROOT),
        gap.owed());
  }

  /** What the archive holds of the key is not what was written there. */
  private static List<Finding> damaged(KeyFacts held, Throwable failure) {
    if (CopyDesk.damage(failure).isPresent()) {
      return ArchiveGap.between(held.facts(), FactSet.EMPTY, dot -> false).stream()
          .map(gap -> finding(held, gap))
          .map(f -> new Finding(f.key(), f.dot(), f.kind(), f.time(), "unreadable", false))
          .toList();
    }
    throw new CompletionException(failure);
  }

  private static ObjectNode add(ObjectNode json, List<Finding> findings) {
    ArrayNode gaps = json.withArray("/gaps");
    for (Finding finding : findings) {
      gaps.addObject()
          .put("key", finding.key().value())
          .put("dot", finding.dot().toString())
          .put("kind", finding.kind())
          .put("time", Instant.ofEpochMilli(finding.time().millis()).toString())
          .put("why", finding.why())
          .put("owed", finding.owed());
    }
    return json;
  }

  private ObjectNode answer() {
    ObjectNode json = JSON.createObjectNode().put("node", self.value());
    json.putObject("archive").put("reachable", archive.reachable());
    return json;
  }

  private static ObjectNode fails(ObjectNode json, Throwable failure) {
    json.putObject("archive").put("reachable", false).put("why", failure.toString());
    return json;
  }

  private static ObjectNode next(ObjectNode json, Optional<FactCursor> next) {
    return json.put("next", next.map(FactCursor::toString).orElse(null));
  }
}
