package kassa.gateway.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.archive.Archive;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Placement;
import kassa.ring.store.FactCursor;
import kassa.ring.store.FactPage;
import kassa.ring.store.KeyFacts;
import kassa.ring.store.LocalStore;
import kassa.ring.wire.FactCodec;

/**
 * Shows what this disk holds of keys, and to whom it still owes which of it; and what the archive
 * holds. For whoever compares all nodes from outside. Facts are shown as they are on disk, so that
 * they can be held against their hashes there. Any thread may ask; it reads the disk.
 */
final class CopyDesk {
  /** In one question by name; the archive is asked for all of them at once. */
  static final int MOST_KEYS = 16;

  /** In a page: about 300 KB. */
  private static final int KEYS = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final NodeId self;
  private final Supplier<Placement> placement;
  private final LocalStore store;
  private final Archive archive;

  CopyDesk(NodeId self, Supplier<Placement> placement, LocalStore store, Archive archive) {
    this.self = self;
    this.placement = placement;
    this.store = store;
    this.archive = archive;
  }

  /** All of this disk from a cursor on, in the order in which every disk is walked. */
  ObjectNode page(FactCursor from) {
    FactPage page = FactPage.read(store, from, KEYS);
    return shown(page.keys()).put("next", page.next().map(FactCursor::toString).orElse(null));
  }

  /** What this disk holds of some keys. */
  ObjectNode of(List<Key> keys) {
    return shown(
        keys.stream()
            .map(key -> new KeyFacts(key, store.read(key)))
            .filter(held -> !held.facts().isEmpty())
            .toList());
  }

  /** What the archive holds of some keys. */
  CompletionStage<ObjectNode> archived(List<Key> keys) {
    List<CompletableFuture<ObjectNode>> reads = new ArrayList<>();
    for (Key key : keys) {
      reads.add(
          archive
              .read(key)
              .thenApply(facts -> line(key, facts, List.of()))
              .exceptionally(failure -> unreadable(key, failure))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
        .handle(
            (done, failure) -> {
              ObjectNode json = answer();
              if (failure == null) {
                reads.forEach(line -> json.withArray("/keys").add(line.join()));
              } else {
                json.put("away", failure.toString());
              }
              return json;
            });
  }

  private static ObjectNode unreadable(Key key, Throwable failure) {
    String damage = damage(failure).orElseThrow(() -> new CompletionException(failure));
    return JSON.createObjectNode().put("key", key.value()).put("unreadable", damage);
  }

  /** What is wrong with what the archive holds, if it is that and not the archive that failed. */
  static Optional<String> damage(Throwable failure) {
    for (Throwable why = failure; why != null; why = why.getCause()) {
      if (why instanceof Invariant.Violated) {
        return Optional.of(why.toString());
      }
    }
    return Optional.empty();
  }

  private ObjectNode shown(List<KeyFacts> keys) {
    Placement now = placement.get();
    List<Destination> destinations = destinations(now);
    ObjectNode json = answer().put("era", now.era().toString());
    for (KeyFacts held : keys) {
      ObjectNode line = line(held.key(), held.facts(), destinations);
      ArrayNode owners = line.putArray("owners");
      now.of(held.key()).owners().forEach(owner -> owners.add(owner.value()));
      json.withArray("/keys").add(line);
    }
    return json;
  }

  /** To whom this disk may owe something. */
  private List<Destination> destinations(Placement now) {
    return Stream.concat(
            Stream.concat(now.ring().nodes().stream(), now.bystanders().stream())
                .filter(node -> !node.equals(self))
                .map(Destination::peer),
            Stream.of((Destination) Destination.ARCHIVE))
        .toList();
  }

  private ObjectNode answer() {
    ObjectNode json = JSON.createObjectNode().put("node", self.value());
    json.putArray("keys");
    return json;
  }

  /** Debts are read after the facts: what is not owed any more is durable where it was owed. */
  private ObjectNode line(Key key, FactSet facts, List<Destination> debts) {
    ObjectNode line = JSON.createObjectNode().put("key", key.value());
    ArrayNode shown = line.putArray("facts");
    for (Fact fact : facts.inOrder()) {
      ArrayNode owed = shown.addObject().put("fact", FactCodec.toDisk(fact)).putArray("owed");
      debts.stream().filter(to -> store.owes(to, fact.dot())).forEach(to -> owed.add(to.label()));
    }
    ArrayNode stub = line.putArray("stub");
    facts
        .stub()
        .hashes()
        .forEach(
            (dot, hash) ->
                stub.addObject().put("dot", dot.toString()).put("hash", hash.longValue()));
    return line;
  }
}
