package kassa.gateway.console;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How fast something is worked off at nodes, and how long the rest takes, as people read it. */
final class TimeLeft {
  private TimeLeft() {}

  /** By which time rates are taken, as nodes say. */
  static String window(long seconds) {
    return "Rates are of the last %ds.".formatted(seconds);
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
  }

  /**
   * @param seconds empty when nothing moves, so that nobody can tell
   */
  static String of(OptionalLong seconds) {
    return seconds.isPresent() ? Age.of(Duration.ofSeconds(seconds.getAsLong())) : "unknown";
  }

  /**
   * @param atLeast whether there is more to do than was counted
   */
  static String of(OptionalLong seconds, boolean atLeast) {
    return (atLeast && seconds.isPresent() ? "over " : "") + of(seconds);
  }

  static @Nullable Long json(OptionalLong seconds) {
    return seconds.isPresent() ? seconds.getAsLong() : null;
  }
}
