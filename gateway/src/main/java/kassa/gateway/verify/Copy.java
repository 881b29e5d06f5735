package kassa.gateway.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.outbox.Destination;
import kassa.ring.wire.FactCodec;

/**
 * What one place holds of a key.
 *
 * @param owed to whom its outbox has yet to bring which of them
 * @param damage what it shows that is no fact as it was written, in words that follow the place's
 *     name
 * @param stub the hashes of facts that it left to the archive, by name
 */
record Copy(
    Map<Dot, Fact> facts,
    Map<Dot, Set<Destination>> owed,
    List<String> damage,
    Map<Dot, Long> stub) {
  static final Copy NOTHING = new Copy(Map.of(), Map.of(), List.of());

  Copy {
    facts = Map.copyOf(facts);
    owed = Map.copyOf(owed);
    damage = List.copyOf(damage);
    stub = Map.copyOf(stub);
  }

  /** Of a place that left nothing to the archive. */
  Copy(Map<Dot, Fact> facts, Map<Dot, Set<Destination>> owed, List<String> damage) {
    this(facts, owed, damage, Map.of());
  }

  /**
   * @throws IOException when a fact is no base 64
   */
  static Copy from(Key key, JsonNode json) throws IOException {
    Map<Dot, Fact> facts = new HashMap<>();
    Map<Dot, Set<Destination>> owed = new HashMap<>();
    List<String> damage = new ArrayList<>();
    if (json.has("unreadable")) {
      damage.add("cannot be read: " + json.path("unreadable").asText());
    }
    for (JsonNode line : json.path("facts")) {
      try {
        Fact fact = FactCodec.fromDisk(line.path("fact").binaryValue());
        if (!fact.key().equals(key)) {
          damage.add("shows a fact of " + fact.key() + " under it");
        }
        Fact other = facts.putIfAbsent(fact.dot(), fact);
        if (other != null && !other.equals(fact)) {
          damage.add("holds two facts of the name " + fact.dot());
        }
        Set<Destination> to = new HashSet<>();
        line.path("owed").forEach(label -> to.add(Destination.ofLabel(label.asText())));
        owed.put(fact.dot(), to);
      } catch (IllegalArgumentException malformed) {
        damage.add("shows a fact that is not as it was written");
      }
    }
    Map<Dot, Long> stub = new HashMap<>();
    for (JsonNode name : json.path("stub")) {
      stub.put(Dot.parse(name.path("dot").asText()), name.path("hash").asLong());
    }
    return new Copy(facts, owed, damage, stub);
  }

  /** Whether it neither holds a fact nor left it to the archive. */
  boolean lacks(Dot dot) {
    return !facts.containsKey(dot) && !stub.containsKey(dot);
  }

  boolean owes(Destination destination, Dot dot) {
    return owed.getOrDefault(dot, Set.of()).contains(destination);
  }
}
