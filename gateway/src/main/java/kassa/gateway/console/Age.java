package kassa.gateway.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people read and type them: {@code 42s}, {@code 3m12s}, {@code 2d4h}. */
public final class Age {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private Age() {}

  /** The two largest units; what has not begun yet is {@code 0s}. */
  public static String of(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
  }

  static String since(Optional<Instant> start, Instant now) {
    return start.map(instant -> of(Duration.between(instant, now))).orElse("-");
  }

  /**
   * Reads {@code 500ms}, {@code 3s}, {@code 2m} or {@code 1h}.
   *
   * @throws IllegalArgumentException naming the text, when it is none of these
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a time such as 500ms, 3s or 2m");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }
}
