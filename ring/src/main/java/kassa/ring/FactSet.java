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
 *
 * <p>Of some facts a set may know no more than the name, because they were left to the archive
 * (rule R9): its {@link #stub()}. A fact fills its place in the stub, and a stub never takes the
 * place of a fact; so that, too, is union.
 */
public final class FactSet implements Iterable<Fact> {
  public static final FactSet EMPTY = new FactSet(new TreeMap<>(), Stub.NONE);

  private static final Comparator<Fact> BY_TIME =
      Comparator.comparing(Fact::time).thenComparing(Fact::dot);

  private final SortedMap<Dot, Fact> byDot;
  private final Stub stub;

  private FactSet(SortedMap<Dot, Fact> byDot, Stub stub) {
    this.byDot = byDot;
    this.stub = stub.isEmpty() ? Stub.NONE : stub.without(byDot);
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
    return grown == null ? this : new FactSet(grown, stub);
  }

  /**
   * @throws Invariant.Violated when a dot comes with another hash
   */
  public FactSet plus(Stub more) {
    return more.isEmpty() ? this : new FactSet(byDot, stub.union(more));
  }

  public FactSet union(FactSet other) {
    return isEmpty() ? other : plus(other.byDot.values()).plus(other.stub);
  }

  /** What is left of these facts when they are left to the archive: names alone. */
  public FactSet evicted() {
    TreeMap<Dot, Long> hashes = new TreeMap<>(stub.hashes());
    byDot.values().forEach(fact -> hashes.put(fact.dot(), fact.hash()));
    return new FactSet(new TreeMap<>(), new Stub(newest(), hashes));
  }

  /** The names of facts of which nothing more is known here. */
  public Stub stub() {
    return stub;
  }

  /** Whether the content of all is here whose names are. */
  public boolean isWhole() {
    return stub.isEmpty();
  }

  /** The latest time of all, of those that only the archive holds as well; zero when empty. */
  public HybridTime newest() {
    HybridTime newest = stub.newest();
    for (Fact fact : byDot.values()) {
      newest = newest.compareTo(fact.time()) < 0 ? fact.time() : newest;
    }
    return newest;
  }

  /** The sum of the hashes of all, whether their content is here or only their names are. */
  public long sum() {
    long sum = 0;
    for (Fact fact : byDot.values()) {
      sum += fact.hash();
    }
    for (long hash : stub.hashes().values()) {
      sum += hash;
    }
    return sum;
  }

  /** The facts whose dots are not among the given. */
  public List<Fact> without(Set<Dot> dots) {
    return byDot.values().stream().filter(f -> !dots.contains(f.dot())).toList();
  }

  /** Whether the content of a fact is here. */
  public boolean contains(Dot dot) {
    return byDot.containsKey(dot);
  }

  /** Whether a fact is here, or was and rests in the archive. */
  public boolean knows(Dot dot) {
    return byDot.containsKey(dot) || stub.hashes().containsKey(dot);
  }

  public boolean containsAll(FactSet other) {
    return byDot.keySet().containsAll(other.byDot.keySet());
  }

  /** Of those whose content is here. */
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

  /** Nothing is known, not even a name. */
  public boolean isEmpty() {
    return byDot.isEmpty() && stub.isEmpty();
  }

  /** How many facts there are whose content is here. */
  public int size() {
    return byDot.size();
  }

  @Override
  public Iterator<Fact> iterator() {
    return List.copyOf(byDot.values()).iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FactSet set && byDot.equals(set.byDot) && stub.equals(set.stub);
  }

  @Override
  public int hashCode() {
    return byDot.hashCode();
  }

  @Override
  public String toString() {
    String facts =
        byDot.values().stream().map(Fact::toString).collect(Collectors.joining(", ", "{", "}"));
    return stub.isEmpty() ? facts : facts + " and in the archive " + stub.hashes().keySet();
  }
}
