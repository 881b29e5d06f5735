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
 */
record Copy(Map<Dot, Fact> facts, Map<Dot, Set<Destination>> owed, List<String> damage) {
  static final Copy NOTHING = new Copy(Map.of(), Map.of(), List.of());

  Copy {
    facts = Map.copyOf(facts);
    owed = Map.copyOf(owed);
    damage = List.copyOf(damage);
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
    return new Copy(facts, owed, damage);
  }

  /** Whether it should hold a fact, and does not. */
  boolean lacks(Dot dot) {
    return !facts.containsKey(dot);
  }

  boolean owes(Destination destination, Dot dot) {
    return owed.getOrDefault(dot, Set.of()).contains(destination);
  }
}
