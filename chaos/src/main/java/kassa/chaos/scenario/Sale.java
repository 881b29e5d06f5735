package kassa.chaos.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one customer was told, from the first request to the last word.
 *
 * @param key the idempotency key, and the merchant's reference
 * @param told what each request but the last came to, in order: a status and the code of a problem,
 *     or {@link #SILENCE}
 * @param end the last status; empty when the customer gave up
 * @param order its id, when it was sold
 */
public record Sale(String key, List<String> told, Optional<String> end, Optional<String> order) {
  static final String SILENCE = "silence";

  /** Told before the last word, and all the same in the end well: ask again with the same key. */
  private static final Set<String> MAY_BE_ASKED_AGAIN = Set.of("202", "503", "504", SILENCE);

  public Sale {
    told = List.copyOf(told);
  }

  static boolean isLast(String word) {
    return !MAY_BE_ASKED_AGAIN.contains(word.split(" ", 2)[0]);
  }

  boolean isSold() {
    return order.isPresent();
  }
}
