package kassa.ring.roster;

import java.util.Locale;

/** How far a node is in one of its memberships. It only goes forward; what is lower comes first. */
public enum Phase {
  /** It is known, and owns nothing yet. */
  JOINING,
  /** It owns its share. */
  UP,
  /** It owns nothing any more, and hands over what it holds. */
  LEAVING,
  /** It has handed over all. */
  LEFT,
  /** It will not come back in this generation, so nothing is owed to it. */
  DEAD;

  /** As it is written. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase ofLabel(String label) {
    for (Phase phase : values()) {
      if (phase.label().equals(label)) {
        return phase;
      }
    }
    throw new IllegalArgumentException("no phase '" + label + "'");
  }
}
