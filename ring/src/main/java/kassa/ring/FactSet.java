package kassa.ring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts known of one key. Merging is set union: associative, commutative and idempotent, so
 * copies that met the same facts in whatever order are equal.
 */
public final class FactSet implements Iterable<Fact> {
  public static final FactSet EMPTY = new FactSet(new TreeMap<>());

  private static final Comparator<Fact> BY_TIME =
      Comparator.comparing(Fact::time).thenComparing(Fact::dot);

  private final SortedMap<Dot, Fact> byDot;

  private FactSet(SortedMap<Dot, Fact> byDot) {
    this.byDot = byDot;
  }

  public static FactSet of(Collection<Fact> facts) {
    return EMPTY.plus(facts);
  }

  /**
   * @throws Invariant.Violated when a dot comes with another hash
   */
  public FactSet plus(Collection<Fact> facts) {
    TreeMap<Dot, Fact> grown = null;
    for (Fact fact : facts) {
      Fact known = (grown == null ? byDot : grown).get(fact.dot());
      Invariant.check(known == null || known.equals(fact), "factsOnlyGrow", fact);
      if (known == null) {
        grown = grown == null ? new TreeMap<>(byDot) : grown;
        grown.put(fact.dot(), fact);
      }
    }
    return grown == null ? this : new FactSet(grown);
  }

  public FactSet union(FactSet other) {
    return isEmpty() ? other : plus(other.byDot.values());
  }

  /** The facts whose dots are not among the given. */
  public List<Fact> without(Set<Dot> dots) {
    return byDot.values().stream().filter(f -> !dots.contains(f.dot())).toList();
  }

  public boolean contains(Dot dot) {
    return byDot.containsKey(dot);
  }

  public boolean containsAll(FactSet other) {
    return byDot.keySet().containsAll(other.byDot.keySet());
  }

  public Set<Dot> dots() {
    return Set.copyOf(byDot.keySet());
  }

  /** In hybrid time, then by dot: the order in which people want to read them. */
  public List<Fact> inOrder() {
    List<Fact> facts = new ArrayList<>(byDot.values());
    facts.sort(BY_TIME);
    return facts;
  }

  public Stream<Fact> stream() {
    return byDot.values().stream();
  }

  public boolean isEmpty() {
    return byDot.isEmpty();
  }

  public int size() {
    return byDot.size();
  }

  @Override
  public Iterator<Fact> iterator() {
    return List.copyOf(byDot.values()).iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FactSet set && byDot.equals(set.byDot);
  }

  @Override
  public int hashCode() {
    return byDot.hashCode();
  }

  @Override
  public String toString() {
    return byDot.values().stream().map(Fact::toString).collect(Collectors.joining(", ", "{", "}"));
  }
}
