package kassa.gateway.console;

import java.util.List;

/**
 * What answers add up to, in one line.
 *
 * @param findings sentences, the gravest first
 * @param next what to type next; may be empty
 */
public record Verdict(Level level, List<String> findings, String next) {
  public Verdict {
    findings = List.copyOf(findings);
  }

  /** How bad it is. */
  public enum Level {
    OK,
    DEGRADED,
    UNHEALTHY
  }

  public String line() {
    return level + "  " + String.join(" ", findings);
  }

  /** Degraded is no failure, except for those who asked for strictness. */
  public Exit exit(boolean strict) {
    return switch (level) {
      case OK -> Exit.OK;
      case DEGRADED -> strict ? Exit.DEGRADED : Exit.OK;
      case UNHEALTHY -> Exit.UNHEALTHY;
    };
  }
}
