package kassa.ring.antientropy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.Key;
import kassa.ring.Stub;

/**
 * What a peer gave of what was missing here.
 *
 * @param stubs of what rests in the archive, by key
 */
public record Fetched(List<Fact> facts, Map<Key, Stub> stubs) {
  static final Fetched NOTHING = new Fetched(List.of(), Map.of());

  boolean isEmpty() {
    return facts.isEmpty() && stubs.isEmpty();
  }

  Set<FactName> names() {
    Set<FactName> names = new HashSet<>();
    facts.forEach(fact -> names.add(FactName.of(fact)));
    stubs.forEach(
        (key, stub) -> stub.hashes().keySet().forEach(dot -> names.add(new FactName(key, dot))));
    return names;
  }
}
