package kassa.gateway.sim;

/** Rare states that a simulator worth its name must reach. */
public enum Sometimes {
  TOLD_APPROVED,
  TOLD_DECLINED,
  TOLD_PROCESSING,
  TOLD_KEY_REUSED,
  TOLD_UNKNOWN,
  TOLD_TOO_FEW_REPLICAS,
  TOLD_PARTNER_AWAY,
  TOLD_TOO_LATE,
  TOLD_OVERLOADED,
  TOLD_CLOCK_OFF,
  TOLD_NO_ROOM,
  /** Of this request nothing came; of an earlier one, on the other side of a cut, a charge. */
  TOLD_NOTHING_AFTER_AN_EARLIER_REQUEST_WAS_CHARGED,
  JOINED,
  ANSWERED_WITHOUT_A_RUN,
  HANDED_TO_A_SECOND_HOME,
  HANDED_TWICE_BY_THE_NETWORK,
  TWO_HOMES_SENT,
  ADOPTED_BY_A_LIVE_REQUEST,
  ADOPTED_BY_RECONCILIATION,
  REPEATED,
  NOT_SENT_VOIDED,
  BODY_WITHDRAWN,
  OUTCOME_ENSURED,
  ARRIVED_AFTER_THE_DEADLINE,
  EFFECT_WITHOUT_AN_ANSWER,
  REFUSED_BY_THE_HOST,
  NOT_FOUND,
  NEVER_SENT_AND_LEFT_OPEN,
  TWO_BODIES_CHARGED,
  DECLINED_BESIDE_AN_APPROVAL,
  /** This disk left the order to the archive, and then it was asked for once more. */
  EVICTED_ORDER_READ_FIRST,
  EVICTED_KEY_REPLAYED,
  EVICTED_KEY_NOT_TOLD,
  /** Only a disk that lost a fact gets there; see the test of its own. */
  READ_BY_RECONCILIATION
}
