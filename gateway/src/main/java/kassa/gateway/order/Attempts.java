package kassa.gateway.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.order.Attempt.IntentMade;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.Declined;
import kassa.gateway.order.OrderFact.Intent;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.ring.Dot;

/** Groups an order's facts by attempt. */
final class Attempts {
  private final Set<Dot> voided = new HashSet<>();
  private final Map<String, Draft> byReference = new LinkedHashMap<>();

  private Attempts() {}

  /**
   * @param recorded in order of time
   */
  static List<Attempt> in(List<Recorded> recorded) {
    Attempts attempts = new Attempts();
    recorded.forEach(attempts::noteVoid);
    recorded.forEach(attempts::add);
    return attempts.byReference.values().stream()
        .map(Draft::attempt)
        .sorted(Comparator.comparingInt(Attempt::number).thenComparing(Attempt::reference))
        .toList();
  }

  private void noteVoid(Recorded recorded) {
    // Only the actor of the intent knows that it did not send: not its next life, nor another node.
    if (recorded.fact() instanceof NotSent notSent
        && notSent.intent().actor().equals(recorded.dot().actor())) {
      voided.add(notSent.intent());
    }
  }

  private void add(Recorded recorded) {
    if (recorded.fact() instanceof Intent intent) {
      IntentMade made = new IntentMade(recorded.dot(), intent, voided.contains(recorded.dot()));
      draft(intent.reference(), intent.attempt(), intent.fingerprint()).intents.add(made);
    } else if (recorded.fact() instanceof Approved approved) {
      draft(approved.reference(), approved.attempt(), approved.fingerprint()).add(approved);
    } else if (recorded.fact() instanceof Declined declined) {
      draft(declined.reference(), declined.attempt(), declined.fingerprint()).add(declined);
    }
  }

  private Draft draft(String reference, int number, String fingerprint) {
    return byReference.computeIfAbsent(reference, r -> new Draft(number, r, fingerprint));
  }

  private static final class Draft {
    private final int number;
    private final String reference;
    private final String fingerprint;
    private final List<IntentMade> intents = new ArrayList<>();
    private final List<Approved> approvals = new ArrayList<>();
    private Optional<String> declineCode = Optional.empty();

    Draft(int number, String reference, String fingerprint) {
      this.number = number;
      this.reference = reference;
      this.fingerprint = fingerprint;
    }

    void add(Approved approved) {
      if (approvals.stream().noneMatch(a -> a.transactionId().equals(approved.transactionId()))) {
        approvals.add(approved);
      }
    }

    void add(Declined declined) {
      declineCode = declineCode.isPresent() ? declineCode : Optional.of(declined.declineCode());
    }

    Attempt attempt() {
      String acquirer =
          intents.stream()
              .map(i -> i.intent().acquirer())
              .findFirst()
              .or(() -> approvals.stream().map(Approved::acquirer).findFirst())
              .orElse("");
      return new Attempt(number, reference, fingerprint, acquirer, intents, approvals, declineCode);
    }
  }
}
