package kassa.gateway.order;

import java.util.List;
import java.util.Locale;
import kassa.ring.Dot;

/**
 * Both sides of a cut had an effect, or the acquirer contradicted itself. Nothing hides it: it is
 * published with the rule that was applied.
 *
 * @param facts the dots of the facts that stand against each other, in order of time
 */
public record Conflict(Kind kind, List<Dot> facts) {
  public Conflict {
    facts = List.copyOf(facts);
  }

  /** What stands against what, and which of them holds. */
  public enum Kind {
    TWO_BODIES("the body that was placed first stays"),
    DECLINED_AND_APPROVED("the decline holds"),
    SEVERAL_APPROVALS("the first approval stays");

    private final String resolution;

    Kind(String resolution) {
      this.resolution = resolution;
    }

    /** For people: the rule that was applied. */
    public String resolution() {
      return resolution;
    }

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
