package kassa.gateway.order;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How far an order came. Computed from its facts, never stored; the wire form is lower case. */
public enum OrderStatus {
  /** An intent is without outcome: money may have moved (rule M6). */
  PROCESSING,
  AUTHORIZED,
  PARTIALLY_CAPTURED,
  CAPTURED,
  PARTIALLY_REFUNDED,
  REFUNDED,
  DECLINED,
  CANCELLED,
  EXPIRED,
  /** Every intent is void: nothing happened. The same key may be tried again. */
  FAILED;

  /** What a merchant may do with an order in this status. */
  public Set<Action> allowedActions() {
    return switch (this) {
      case AUTHORIZED -> EnumSet.of(Action.CAPTURE, Action.CANCEL);
      case PARTIALLY_CAPTURED -> EnumSet.of(Action.CAPTURE, Action.REFUND);
      case CAPTURED, PARTIALLY_REFUNDED -> EnumSet.of(Action.REFUND);
      case PROCESSING, REFUNDED, DECLINED, CANCELLED, EXPIRED, FAILED ->
          EnumSet.noneOf(Action.class);
    };
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a merchant may do with an order after it was placed. */
  public enum Action {
    CAPTURE,
    REFUND,
    CANCEL;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
