package kassa.gateway.order;

import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kassa.gateway.order.OrderFact.Approved;
import kassa.ring.Dot;
import kassa.ring.Incarnation;

/**
 * What a set of facts says about an order. The same facts in any order, however often repeated, say
 * the same; a copy that lacks some says less, and never something that no fact says.
 */
public final class Order {
  private final OrderId id;
  private final List<Recorded> recorded;
  private final List<Body> bodies;
  private final List<Attempt> attempts;
  private final List<Conflict> conflicts;
  private final OrderStatus status;
  private final boolean whole;

  private Order(OrderId id, List<Recorded> recorded, boolean whole) {
    this.id = id;
    this.whole = whole;
    this.recorded = recorded;
    this.attempts = Attempts.in(recorded);
    this.bodies = Bodies.in(recorded, attempts);
    this.conflicts = Conflicts.in(recorded);
    this.status = statusOf();
  }

  public static Order of(OrderId id, Collection<Recorded> facts) {
    return of(id, facts, true);
  }

  /**
   * @param whole whether these are all facts that are known to exist; of others no more than the
   *     name may be known, and they may say anything
   */
  public static Order of(OrderId id, Collection<Recorded> facts, boolean whole) {
    TreeMap<Dot, Recorded> distinct = new TreeMap<>();
    facts.forEach(r -> distinct.put(r.dot(), r));
    return new Order(id, distinct.values().stream().sorted(Recorded.BY_TIME).toList(), whole);
  }

  /** Whether nothing is known to exist that is not here. */
  public boolean isWhole() {
    return whole;
  }

  public OrderId id() {
    return id;
  }

  /** No fact at all is known. */
  public boolean isEmpty() {
    return recorded.isEmpty();
  }

  /**
   * The body that binds: of those not taken back, one with an outcome before one that may have
   * effects before one without, then the earliest. Empty when none stands, or its fact is not here.
   */
  public Optional<Placed> placed() {
    return bodies.stream().findFirst().map(Body::placed);
  }

  /** All bodies not taken back, the one that binds first; more than one home may stand by one. */
  public List<Body> bodies() {
    return bodies;
  }

  /** By number, then by reference. */
  public List<Attempt> attempts() {
    return attempts;
  }

  public OrderStatus status() {
    return status;
  }

  public Set<OrderStatus.Action> allowedActions() {
    return status.allowedActions();
  }

  /** Whether the acquirer's word is here. */
  public boolean hasOutcome() {
    return attempts.stream().anyMatch(a -> a.outcome() != Attempt.Outcome.NONE);
  }

  /** Whether a request to the acquirer may be under way, or its answer lost (rule M6). */
  public boolean hasUnknown() {
    return attempts.stream().anyMatch(Attempt::isUnknown);
  }

  /**
   * Whether no message to an acquirer can have left, by all that is known: every intent is void.
   * What is not here, or what this version cannot read, may be an intent; and so it is suspected
   * where a home's word that a body stands is known without any intent of it, since the two are
   * recorded together.
   *
   * @param unsent intents of whose not having been sent the caller knows
   */
  public boolean neverLeft(Set<Dot> unsent) {
    Set<Incarnation> intending = new HashSet<>();
    for (Attempt attempt : attempts) {
      if (attempt.outcome() != Attempt.Outcome.NONE) {
        return false;
      }
      for (Attempt.IntentMade intent : attempt.intents()) {
        if (!intent.voided() && !unsent.contains(intent.dot())) {
          return false;
        }
        intending.add(intent.dot().actor());
      }
    }
    return whole
        && unrecognized().isEmpty()
        && bodies.stream().allMatch(b -> intending.contains(b.dot().actor()));
  }

  public Optional<String> declineCode() {
    return attempts.stream().flatMap(a -> a.declineCode().stream()).findFirst();
  }

  /** Zero until approved. */
  public Money authorizedAmount() {
    return status == OrderStatus.DECLINED ? zero() : keeper().map(Approved::amount).orElse(zero());
  }

  /** Zero until captured. */
  public Money capturedAmount() {
    return keeper().filter(Approved::captured).isPresent() ? authorizedAmount() : zero();
  }

  /** Always zero yet: refunds do not exist in this version. */
  public Money refundedAmount() {
    return zero();
  }

  /** Of several live approvals the first stays (rule M11). */
  public Optional<Approved> keeper() {
    return recorded.stream()
        .filter(r -> r.fact() instanceof Approved)
        .map(r -> (Approved) r.fact())
        .findFirst();
  }

  public List<Conflict> conflicts() {
    return conflicts;
  }

  /** The kinds of facts here that this version cannot read. */
  public List<String> unrecognized() {
    return recorded.stream()
        .filter(r -> r.fact() instanceof OrderFact.Unrecognized)
        .map(r -> r.fact().kind())
        .toList();
  }

  /** Milliseconds since 1970 of the first fact; 0 when empty. */
  public long createdAt() {
    return recorded.isEmpty() ? 0 : recorded.get(0).time().millis();
  }

  /** Milliseconds since 1970 of the newest fact; 0 when empty. */
  public long updatedAt() {
    return recorded.isEmpty() ? 0 : recorded.get(recorded.size() - 1).time().millis();
  }

  public OrderVersion version() {
    return OrderVersion.of(recorded.stream().map(Recorded::dot).toList());
  }

  /** All facts in order of time: the timeline. */
  public List<Recorded> recorded() {
    return recorded;
  }

  private OrderStatus statusOf() {
    if (declineCode().isPresent()) {
      return OrderStatus.DECLINED;
    }
    Optional<Approved> approval = keeper();
    if (approval.isPresent()) {
      return approval.get().captured() ? OrderStatus.CAPTURED : OrderStatus.AUTHORIZED;
    }
    return !attempts.isEmpty() && neverLeft(Set.of()) ? OrderStatus.FAILED : OrderStatus.PROCESSING;
  }

  private Money zero() {
    Currency currency =
        placed()
            .map(p -> p.amount().currency())
            .or(() -> keeper().map(a -> a.amount().currency()))
            .orElse(Currency.getInstance("XXX")); // ISO 4217: no currency
    return new Money(0, currency);
  }

  /**
   * A home's word that a body stands.
   *
   * @param dot of the fact that says so
   */
  public record Body(Dot dot, Placed placed) {}
}
