package kassa.gateway.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderSamples;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.wire.FactCodec;

/** Copies of one order at n1, n2, n3 and the archive: equal until a test changes one. */
public final class Places {
  public static final Instant NOW = Instant.parse("2026-03-01T19:31:49Z");
  static final RingView ALL_WELL = ringOf(Set.of(), Set.of(), "e1");
  static final String ARCHIVE = "archive";

  private final Key key;
  private List<NodeId> owners = List.of(new NodeId("n1"), new NodeId("n2"), new NodeId("n3"));
  private String era = "e1";
  private final Map<String, Copy> copies = new LinkedHashMap<>();

  private Places(Key key, Fact... facts) {
    this.key = key;
    for (String place : List.of("n1", "n2", "n3", ARCHIVE)) {
      copies.put(place, copy(facts));
    }
  }

  /** A ring of three. */
  static RingView ringOf(Set<String> filling, Set<String> giving, String... eras) {
    return new RingView(2, Set.of("n1", "n2", "n3"), filling, giving, Set.of(eras), NOW);
  }

  static Places holding(Fact... facts) {
    return new Places(facts[0].key(), facts);
  }

  static Copy copy(Fact... facts) {
    return new Copy(
        Arrays.stream(facts).collect(Collectors.toMap(Fact::dot, fact -> fact)),
        Map.of(),
        List.of());
  }

  /** A fact of the one order, recorded by n1. */
  public static Fact fact(long seq, OrderFact said) {
    return fact(OrderSamples.ID.value(), OrderSamples.dot("n1", seq), said);
  }

  public static Fact fact(String key, Dot dot, OrderFact said) {
    FactDraft draft = OrderFactCodec.encode(said);
    HybridTime time = HybridTime.ofMillis(NOW.toEpochMilli() - 3_600_000 + dot.seq());
    return new Fact(new Key(key), dot, time, draft.kind(), draft.payload());
  }

  /** A line of a node's page about a key; to every fact the same debts. */
  public static ObjectNode line(List<String> owes, Fact... facts) {
    ObjectNode line = new ObjectMapper().createObjectNode().put("key", facts[0].key().value());
    List.of("n1", "n2", "n3").forEach(line.putArray("owners")::add);
    ArrayNode shown = line.putArray("facts");
    for (Fact fact : facts) {
      ArrayNode owed = shown.addObject().put("fact", FactCodec.toDisk(fact)).putArray("owed");
      owes.forEach(owed::add);
    }
    return line;
  }

  /** What a node, or the archive, answers. */
  public static String page(String node, String next, ObjectNode... lines) {
    ObjectNode page = new ObjectMapper().createObjectNode().put("node", node);
    page.putArray("keys").addAll(List.of(lines));
    page.put("next", next.isEmpty() ? null : next);
    return page.toString();
  }

  Places at(String place, Copy copy) {
    copies.put(place, copy);
    return this;
  }

  Places without(String place, Fact... lacked) {
    Map<Dot, Fact> facts = new HashMap<>(copies.getOrDefault(place, Copy.NOTHING).facts());
    Stream.of(lacked).map(Fact::dot).forEach(facts::remove);
    return at(place, new Copy(facts, Map.of(), List.of()));
  }

  /** It left all that it holds to the archive. */
  Places evictedAt(String place) {
    Map<Dot, Long> stub = new HashMap<>();
    copies
        .getOrDefault(place, Copy.NOTHING)
        .facts()
        .values()
        .forEach(fact -> stub.put(fact.dot(), fact.hash()));
    return at(place, new Copy(Map.of(), Map.of(), List.of(), stub));
  }

  Places owing(String place, Destination to, Fact fact) {
    Copy copy = copies.getOrDefault(place, Copy.NOTHING);
    return at(place, new Copy(copy.facts(), Map.of(fact.dot(), Set.of(to)), copy.damage()));
  }

  /** Owned by others, as all say who show it. */
  Places ownedBy(String anEra, String... nodes) {
    era = anEra;
    owners = Arrays.stream(nodes).map(NodeId::new).toList();
    return this;
  }

  Places silent(String place) {
    copies.remove(place);
    return this;
  }

  Copies shown() {
    Map<NodeId, Copy> disks = new HashMap<>();
    copies.forEach(
        (place, copy) -> {
          if (!place.equals(ARCHIVE)) {
            disks.put(new NodeId(place), copy);
          }
        });
    return new Copies(key, owners, Set.of(era), disks, Optional.ofNullable(copies.get(ARCHIVE)));
  }

  /** As {@link #shown()}, in the pages of a second look. */
  List<FactsPage> disks() {
    return shown().disks().entrySet().stream()
        .map(disk -> page(disk.getKey().value(), disk.getValue()))
        .toList();
  }

  Optional<FactsPage> archive() {
    return shown().archive().map(copy -> page("n1", copy));
  }

  private FactsPage page(String node, Copy copy) {
    return new FactsPage(
        node,
        List.of(new FactsPage.Line(key, owners, era, copy)),
        Optional.empty(),
        Optional.empty());
  }
}
