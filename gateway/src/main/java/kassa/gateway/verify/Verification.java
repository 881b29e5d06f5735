package kassa.gateway.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderId;
import kassa.ring.Key;

/**
 * Judges a ring that goes on working while it is read. What one look finds is only suspected; what
 * the next look finds again, and no outbox owes in either of them, is violated. For a place's debt
 * ends only when the fact is durable there: what nobody owed in one look must be there in the next.
 *
 * <p>What was not suspected is forgotten at once, and so are suspects beyond a bound.
 */
public final class Verification {
  /** Keys that are looked at again; it bounds memory. */
  private static final int MOST = 4_000;

  /**
   * Of those, keys of which all that was found is late: a long queue must not hide what is wrong.
   */
  private static final int MOST_LATE = 3_000;

  private final Map<String, Tally> places = new TreeMap<>();
  private final Map<String, Suspect> suspects = new LinkedHashMap<>();
  private final Map<Promise, Long> beyond = new EnumMap<>(Promise.class);
  private final List<Finding> certain = new ArrayList<>();
  private final Set<String> unseen;
  private Optional<? extends Ledger> ledger;
  private Optional<Instant> unarchivedSince = Optional.empty();
  private long keys;
  private boolean archiveWasRead = true;

  /**
   * What was read of one place.
   *
   * @param keys of which it holds facts
   */
  public record Tally(long keys, long facts) {
    Tally plus(Copy copy) {
      return copy.facts().isEmpty() ? this : new Tally(keys + 1, facts + copy.facts().size());
    }
  }

  private record Suspect(Copies seen, List<Finding> before, List<Finding> now) {
    /** Found in both looks, and in neither of them late. */
    List<Finding> confirmed() {
      return now.stream()
          .filter(f -> !f.late() && before.stream().anyMatch(b -> !b.late() && b.isSameAs(f)))
          .toList();
    }

    List<Finding> open() {
      List<Finding> open = new ArrayList<>(now);
      open.removeAll(confirmed());
      return open;
    }
  }

  /**
   * @param ledger as it is before the first look: what it charged then was intended before
   */
  public Verification(Optional<? extends Ledger> ledger) {
    this.ledger = ledger;
    this.unseen = new HashSet<>();
    ledger.ifPresent(this::oneAuthorizationPerAttempt);
  }

  private void oneAuthorizationPerAttempt(Ledger book) {
    for (String reference : book.references()) {
      int charges = book.charges(reference).size();
      unseen.add(reference);
      if (charges > 1) {
        certain.add(
            Finding.of(
                Promise.ONE_AUTHORIZATION_PER_ATTEMPT,
                reference,
                "is authorized %d times".formatted(charges),
                false));
      }
    }
  }

  /**
   * The first look at some keys.
   *
   * @param archive what the archive holds of them, read after the disks were
   */
  public void look(List<Copies> batch, Optional<FactsPage> archive, RingView ring) {
    Optional<FactsPage> read = archive.filter(page -> page.away().isEmpty());
    archiveWasRead &= read.isPresent();
    for (Copies disks : batch) {
      Copies copies = disks.withArchive(read.map(page -> page.copy(disks.key())));
      count(copies);
      List<Finding> found = findings(copies, ring);
      note(found);
      if (found.isEmpty()) {
        continue;
      }
      int most = found.stream().allMatch(Finding::late) ? MOST_LATE : MOST;
      if (suspects.size() < most) {
        suspects.put(copies.name(), new Suspect(copies.withoutCopies(), List.of(), found));
      } else {
        found.stream()
            .map(Finding::promise)
            .distinct()
            .forEach(promise -> beyond.merge(promise, 1L, Long::sum));
      }
    }
  }

  private void count(Copies copies) {
    keys++;
    copies
        .disks()
        .forEach(
            (node, copy) ->
                places.merge(node.value(), new Tally(0, 0).plus(copy), Verification::sum));
    copies
        .archive()
        .ifPresent(copy -> places.merge("archive", new Tally(0, 0).plus(copy), Verification::sum));
  }

  private static Tally sum(Tally one, Tally other) {
    return new Tally(one.keys() + other.keys(), one.facts() + other.facts());
  }

  private void note(List<Finding> found) {
    unarchivedSince =
        Stream.concat(
                unarchivedSince.stream(),
                found.stream().filter(f -> !f.late()).flatMap(f -> f.unarchivedSince().stream()))
            .min(Instant::compareTo);
  }

  private List<Finding> findings(Copies copies, RingView ring) {
    List<Finding> found = new ArrayList<>(Comparison.of(copies, ring));
    if (OrderId.isValid(copies.name())) {
      Order order =
          Order.of(
              new OrderId(copies.name()),
              Comparison.union(copies).stream().map(OrderFactCodec::decode).toList());
      order.attempts().forEach(attempt -> unseen.remove(attempt.reference()));
      if (Comparison.isWhole(copies)) { // a part of an order says nothing of the whole
        found.addAll(OrderCheck.of(order, Comparison.allWasRead(copies, ring), ring.now(), ledger));
      }
    }
    return found;
  }

  /** The keys to look at again, those first that were found first. */
  public List<String> suspects() {
    return List.copyOf(suspects.keySet());
  }

  /**
   * From now on the ledger is this: what it charged in between may be in it.
   *
   * @param later read after the last look
   */
  public void ledgerIs(Optional<? extends Ledger> later) {
    ledger = later;
  }

  /**
   * The next look at some suspects.
   *
   * @param disks one page of each node that answered
   * @param archive what the archive holds of them, read after the disks were
   */
  public void lookAgain(
      List<String> names, List<FactsPage> disks, Optional<FactsPage> archive, RingView ring) {
    Optional<FactsPage> read = archive.filter(page -> page.away().isEmpty());
    for (String name : names) {
      Suspect suspect = suspects.get(name);
      if (suspect == null) {
        continue;
      }
      Key key = new Key(name);
      Copies copies = suspect.seen().again(disks).withArchive(read.map(page -> page.copy(key)));
      List<Finding> found = findings(copies, ring);
      if (found.isEmpty()) {
        suspects.remove(name);
      } else {
        suspects.put(name, new Suspect(copies.withoutCopies(), suspect.now(), found));
      }
    }
  }

  /** Whether another look may tell more. */
  public boolean isOpen() {
    return suspects.values().stream().anyMatch(suspect -> !suspect.open().isEmpty());
  }

  /**
   * All disks were read to their ends, or not.
   *
   * @return what is violated for certain
   */
  public List<Finding> violations(boolean allWasRead) {
    List<Finding> violations = new ArrayList<>(certain);
    suspects.values().forEach(suspect -> violations.addAll(suspect.confirmed()));
    if (allWasRead && archiveWasRead) {
      unseen.stream()
          .sorted()
          .forEach(
              reference ->
                  violations.add(
                      Finding.of(
                          Promise.INTENT_BEFORE_MONEY,
                          reference,
                          "is charged, and no order knows of it",
                          false)));
    }
    return violations;
  }

  /** What may be on its way, or was seen only once. */
  public List<Finding> open() {
    return suspects.values().stream().flatMap(suspect -> suspect.open().stream()).toList();
  }

  /** Of how many keys more than were looked at again something was found. */
  public Map<Promise, Long> beyond() {
    return Map.copyOf(beyond);
  }

  /**
   * The earliest time of a fact that the archive lacks and nobody owes, as the first look saw it.
   */
  public Optional<Instant> unarchivedSince() {
    return unarchivedSince;
  }

  /** By name: the nodes, and the archive. */
  public Map<String, Tally> places() {
    return Map.copyOf(places);
  }

  public long keys() {
    return keys;
  }

  public boolean archiveWasRead() {
    return archiveWasRead;
  }

  public boolean hasLedger() {
    return ledger.isPresent();
  }
}
