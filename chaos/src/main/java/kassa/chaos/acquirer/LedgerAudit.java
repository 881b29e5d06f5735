package kassa.chaos.acquirer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kassa.gateway.order.Money;
import kassa.gateway.verify.Charge;
import kassa.gateway.verify.Ledger;

/**
 * What a ledger says about who was charged. A charge counts once per reference and transaction id:
 * an answer replayed is not a second charge, two transactions of one reference are.
 */
public final class LedgerAudit implements Ledger {
  /** An order as the acquirer knows it. */
  public record Order(String merchant, String merchantReference) {}

  private final List<LedgerEntry> entries;
  private final Map<String, Map<String, Charge>> chargesByReference = new HashMap<>();
  private final Map<Order, Set<String>> chargesByOrder = new HashMap<>();

  private LedgerAudit(Collection<LedgerEntry> entries) {
    this.entries = List.copyOf(entries);
    for (LedgerEntry entry : entries) {
      if (entry.effect().charges()) {
        Order order = new Order(entry.merchant(), entry.merchantReference());
        String charge = entry.reference() + "/" + entry.transactionId();
        chargesByReference
            .computeIfAbsent(entry.reference(), any -> new TreeMap<>())
            .putIfAbsent(entry.transactionId(), charge(entry));
        chargesByOrder.computeIfAbsent(order, any -> new HashSet<>()).add(charge);
      }
    }
  }

  public static LedgerAudit of(Collection<LedgerEntry> entries) {
    return new LedgerAudit(entries);
  }

  /**
   * @param text of a ledger file, which may be in use: what follows the last line's end is not yet
   *     written, and left out
   * @throws IllegalArgumentException when a whole line is not one of a ledger
   */
  public static LedgerAudit ofText(String text) {
    List<LedgerEntry> entries = new ArrayList<>();
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .forEach(line -> entries.add(LedgerEntry.ofJson(line)));
    return new LedgerAudit(entries);
  }

  public List<LedgerEntry> entries() {
    return entries;
  }

  private static Charge charge(LedgerEntry entry) {
    return new Charge(
        entry.transactionId(),
        Money.of(entry.minor(), entry.currency()),
        entry.effect() == LedgerEntry.Effect.CAPTURED);
  }

  @Override
  public Set<String> references() {
    return Set.copyOf(chargesByReference.keySet());
  }

  @Override
  public List<Charge> charges(String reference) {
    return List.copyOf(chargesByReference.getOrDefault(reference, Map.of()).values());
  }

  public int effectiveAuthorizations(String reference) {
    return charges(reference).size();
  }

  public int effectiveAuthorizations(Order order) {
    return chargesByOrder.getOrDefault(order, Set.of()).size();
  }

  /** Everything charged, in any order of that name, in minor units. */
  public long chargedMinor(Order order) {
    Set<String> counted = new HashSet<>();
    return entries.stream()
        .filter(entry -> entry.effect().charges())
        .filter(entry -> order.equals(new Order(entry.merchant(), entry.merchantReference())))
        .filter(entry -> counted.add(entry.reference() + "/" + entry.transactionId()))
        .mapToLong(LedgerEntry::minor)
        .sum();
  }

  /** References that break {@code oneAuthorizationPerAttempt}; sorted. */
  public Set<String> chargedTwice() {
    Set<String> twice = new TreeSet<>();
    chargesByReference.forEach(
        (reference, charges) -> {
          if (charges.size() > 1) {
            twice.add(reference);
          }
        });
    return twice;
  }

  /**
   * Orders that break {@code chargedOnce}, as long as merchants use a reference for one order only.
   */
  public Set<Order> ordersChargedTwice() {
    Set<Order> twice = new HashSet<>();
    chargesByOrder.forEach(
        (order, charges) -> {
          if (charges.size() > 1) {
            twice.add(order);
          }
        });
    return twice;
  }
}
