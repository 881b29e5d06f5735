package kassa.chaos.acquirer;

/** How the sandbox treats an order, chosen by the beginning of its merchant reference. */
enum SandboxBehaviour {
  /** As an acquirer should. */
  PLAIN(""),

  /** The first message is lost before it has an effect; a repeat is answered. */
  TIMEOUT_BEFORE("sandbox_timeout_before_"),

  /** The first message has its effect, but its answer is lost; repeats are answered. */
  TIMEOUT_AFTER("sandbox_timeout_after_"),

  /** The first message has its effect at once and its answer comes late; repeats are answered. */
  LATE("sandbox_late_"),

  /** Every message is answered with "not routed": nothing was done. */
  AWAY("sandbox_away_");

  private final String prefix;

  SandboxBehaviour(String prefix) {
    this.prefix = prefix;
  }

  static SandboxBehaviour of(String merchantReference) {
    for (SandboxBehaviour behaviour : values()) {
      if (behaviour != PLAIN && merchantReference.startsWith(behaviour.prefix)) {
        return behaviour;
      }
    }
    return PLAIN;
  }
}
