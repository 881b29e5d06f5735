package kassa.gateway.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;

/**
 * The copies of one key against each other. What a place lacks is late while some outbox owes it,
 * while the place is being refilled, or while somebody was not read who might owe it.
 */
final class Comparison {
  private final Copies copies;
  private final RingView ring;

  /** By whom what is shown is held. */
  private final Map<Destination, Copy> places =
      new TreeMap<>(Comparator.comparing(Destination::label));

  private final Map<Dot, Fact> facts = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private Comparison(Copies copies, RingView ring) {
    this.copies = copies;
    this.ring = ring;
    copies.disks().forEach((node, copy) -> places.put(Destination.peer(node), copy));
    copies.archive().ifPresent(copy -> places.put(Destination.ARCHIVE, copy));
  }

  /** What one look finds. */
  static List<Finding> of(Copies copies, RingView ring) {
    Comparison comparison = new Comparison(copies, ring);
    comparison.factsOnlyGrow();
    comparison.places.forEach(comparison::stubsAreTrue);
    comparison.facts.values().forEach(comparison::ownersAreEqual);
    comparison.facts.values().forEach(comparison::ackedIsDurable);
    return comparison.findings;
  }

  /** All facts of a key that any place shows; of two with one name the first. */
  static Collection<Fact> union(Copies copies) {
    Map<Dot, Fact> union = new TreeMap<>();
    Stream.concat(copies.disks().values().stream(), copies.archive().stream())
        .forEach(copy -> copy.facts().forEach(union::putIfAbsent));
    return union.values();
  }

  /** Whether all that any place left to the archive was read there, or elsewhere. */
  static boolean isWhole(Copies copies) {
    Set<Dot> known = union(copies).stream().map(Fact::dot).collect(Collectors.toSet());
    return copies.disks().values().stream().allMatch(c -> known.containsAll(c.stub().keySet()));
  }

  /** Whether every place was read that may hold a fact or owe it. */
  static boolean allWasRead(Copies copies, RingView ring) {
    Set<String> read =
        copies.disks().keySet().stream().map(NodeId::value).collect(Collectors.toSet());
    return copies.archive().isPresent() && read.containsAll(ring.members());
  }

  private void factsOnlyGrow() {
    Map<Dot, Destination> first = new TreeMap<>();
    Set<Dot> doubled = new TreeSet<>();
    places.forEach(
        (place, copy) -> {
          copy.damage()
              .forEach(damage -> found(Promise.FACTS_ONLY_GROW, name(place) + " " + damage));
          for (Fact fact : new TreeMap<>(copy.facts()).values()) {
            Fact other = facts.putIfAbsent(fact.dot(), fact);
            Destination holder = first.computeIfAbsent(fact.dot(), dot -> place);
            if (other != null && !other.equals(fact) && doubled.add(fact.dot())) {
              found(
                  Promise.FACTS_ONLY_GROW,
                  "%s and %s hold two facts of the name %s"
                      .formatted(name(holder), name(place), fact.dot()));
            }
          }
        });
  }

  /** What a place left to the archive has to be there, as it was. */
  private void stubsAreTrue(Destination place, Copy copy) {
    new TreeMap<>(copy.stub())
        .forEach(
            (dot, hash) -> {
              Fact fact = facts.get(dot);
              if (fact != null && fact.hash() != hash) {
                found(
                    Promise.FACTS_ONLY_GROW,
                    "%s left another fact of the name %s to the archive"
                        .formatted(name(place), dot));
              }
              if (copies.archive().filter(archive -> archive.lacks(dot)).isPresent()) {
                found(
                    Promise.ACKED_IS_DURABLE,
                    "%s left %s to the archive, which lacks it".formatted(name(place), dot));
              }
            });
  }

  private void found(Promise promise, String what) {
    findings.add(Finding.of(promise, copies.name(), what, false));
  }

  private void ownersAreEqual(Fact fact) {
    for (NodeId owner : copies.owners()) {
      Copy copy = copies.disks().get(owner);
      if (copy != null && copy.lacks(fact.dot())) {
        Destination to = Destination.peer(owner);
        boolean late =
            owed(to, fact)
                || ring.filling().contains(owner.value())
                || isBeingGiven(fact)
                || isChanging();
        findings.add(lacks(to, fact, late, Optional.empty()));
      }
    }
    if (copies.archive().filter(copy -> copy.lacks(fact.dot())).isPresent()) {
      findings.add(
          lacks(
              Destination.ARCHIVE,
              fact,
              owed(Destination.ARCHIVE, fact),
              Optional.of(Instant.ofEpochMilli(fact.time().millis()))));
    }
  }

  private Finding lacks(
      Destination place, Fact fact, boolean late, Optional<Instant> unarchivedSince) {
    return new Finding(
        Promise.OWNERS_ARE_EQUAL,
        copies.name(),
        "%s lacks %s %s".formatted(name(place), fact.kind(), fact.dot()),
        late || !allWasRead(copies, ring),
        unarchivedSince);
  }

  private void ackedIsDurable(Fact fact) {
    List<String> at =
        places.entrySet().stream()
            .filter(place -> !place.getValue().lacks(fact.dot()))
            .map(place -> name(place.getKey()))
            .toList();
    if (at.size() < ring.w()) {
      boolean owed =
          places.values().stream()
              .anyMatch(copy -> !copy.owed().getOrDefault(fact.dot(), Set.of()).isEmpty());
      findings.add(
          Finding.of(
              Promise.ACKED_IS_DURABLE,
              copies.name(),
              "%s %s is on %d of %d places: %s"
                  .formatted(fact.kind(), fact.dot(), at.size(), ring.w(), String.join(", ", at)),
              owed || isBeingGiven(fact) || !allWasRead(copies, ring)));
    }
  }

  /**
   * Whether a node has it that may owe it to the owners of now without its outbox saying so: what
   * it holds as an owner of before, or owes to one, it enters for them one after the other.
   */
  private boolean isBeingGiven(Fact fact) {
    return copies.disks().entrySet().stream()
        .anyMatch(
            disk ->
                ring.giving().contains(disk.getKey().value())
                    && !disk.getValue().lacks(fact.dot()));
  }

  /**
   * Whether the owners are not those by which nodes told what they are complete for: then a new
   * owner may be taken for a complete one, or an owner of before for one of now.
   */
  private boolean isChanging() {
    return ring.eras().size() != 1 || !copies.eras().equals(ring.eras());
  }

  private boolean owed(Destination to, Fact fact) {
    return places.values().stream().anyMatch(copy -> copy.owes(to, fact.dot()));
  }

  private static String name(Destination place) {
    return place.equals(Destination.ARCHIVE) ? "the archive" : place.label();
  }
}
