package kassa.gateway.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who knows by now what one node was told.
 *
 * @param answers of all that were asked
 */
record Spread<T>(List<Answer<T>> answers, List<String> knowing, List<String> unaware) {
  private static final long PAUSE_MILLIS = 100;

  /**
   * Asks until every node knows it, or the time is over.
   *
   * @param node who says so
   */
  static <T> Spread<T> await(
      Supplier<List<Answer<T>>> ask, Function<T, String> node, Predicate<T> knows, Duration most)
      throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      List<Answer<T>> answers = ask.get();
      List<String> knowing = named(answers, node, knows);
      if (knowing.size() == answers.size() || System.nanoTime() > end) {
        return new Spread<>(answers, knowing, named(answers, node, knows.negate()));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static <T> List<String> named(
      List<Answer<T>> answers, Function<T, String> node, Predicate<T> which) {
    return answers.stream()
        .flatMap(answer -> answer.value().stream())
        .filter(which)
        .map(node)
        .toList();
  }

  /**
   * @param until what those do until then that do not know it yet
   * @param next what to type once all know it
   * @param meanwhile what to type before
   */
  Verdict verdict(String until, String next, String meanwhile) {
    if (knowing.size() == answers.size()) {
      return new Verdict(
          Verdict.Level.OK, List.of("Known by " + String.join(", ", knowing) + "."), next);
    }
    List<String> findings = new ArrayList<>();
    findings.add(
        knowing.isEmpty()
            ? "Kept by the node that was told, which does not answer now."
            : "Known by " + String.join(", ", knowing) + ".");
    if (!unaware.isEmpty()) {
      findings.add("Not yet by " + String.join(", ", unaware) + ".");
    }
    findings.add("The others learn of it when they are back; until then " + until + ".");
    if (knowing.size() < 2) {
      findings.add("It is on one disk until then: do not lose that.");
    }
    return new Verdict(Verdict.Level.DEGRADED, findings, meanwhile);
  }
}
