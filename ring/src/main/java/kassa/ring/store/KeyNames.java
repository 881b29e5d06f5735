package kassa.ring.store;

import java.util.ArrayList;
import java.util.List;
import kassa.ring.Dot;
import kassa.ring.Key;

/**
 * The names of all facts of a key.
 *
 * @param dots of those whose content is on the disk, and of those that left it for the archive
 */
public record KeyNames(Key key, List<Dot> dots) {
  public KeyNames {
    dots = List.copyOf(dots);
  }

  static KeyNames of(KeyFacts held) {
    List<Dot> dots = new ArrayList<>();
    held.facts().forEach(fact -> dots.add(fact.dot()));
    dots.addAll(held.facts().stub().hashes().keySet());
    return new KeyNames(held.key(), dots);
  }
}
