package kassa.gateway.sim;

import kassa.ring.sim.Bug;

/** Bugs that are planted in simulated checkouts: a checker is trusted only after it caught them. */
public enum Mutant implements Bug {
  KEY_NOT_SCOPED_TO_THE_MERCHANT("M1", "replayReturnsTheSameOrder", 1),
  ORDER_ID_OF_ITS_NODE("M1", "oneAuthorizationPerAttempt", 1),
  SEND_BEFORE_THE_INTENT_IS_STORED("M2", "intentBeforeMoney", 2),
  TELL_BEFORE_THE_OUTCOME_IS_STORED("M2", "ackedIsDurable", 2),
  TELL_WHAT_ANOTHER_HOME_LEARNED_WITHOUT_STORING_IT("M2", "ackedIsDurable", 2),
  SEND_AFTER_THE_DEADLINE("M3", "intentBeforeMoney", 1),
  NOT_SENT_FOR_A_FAILED_REPEAT("M4", "declinedIsNeverCharged", 1),
  A_FAILED_BEGIN_IS_NOT_TAKEN_BACK("M4", "declinedIsNeverCharged", 1),
  NOTHING_HAPPENED_WITHOUT_ASKING_EVERY_HOME("M5", "declinedIsNeverCharged", 1),
  NOTHING_HAPPENED_WITHOUT_A_LOOK_AT_THE_DISK("M5", "declinedIsNeverCharged", 28),
  A_DOUBLED_MESSAGE_RUNS_TWICE("M5", "declinedIsNeverCharged", 41),
  AN_EXPIRED_INTENT_NEVER_LEFT("M6", "declinedIsNeverCharged", 1),
  TIMEOUT_IS_A_DECLINE("M6", "chargedOnce", 1),
  REFERENCE_OF_ITS_NODE("M7", "oneAuthorizationPerAttempt", 1),
  RECONCILIATION_AUTHORIZES("M8", "intentBeforeMoney", 1),
  NOT_FOUND_IS_A_DECLINE("M9", "chargedOnce", 20),
  APPROVALS_COUNT_PER_FACT("M11", "chargedOnce", 1),
  BODIES_ARE_NOT_COMPARED("M15", "replayReturnsTheSameOrder", 1);

  private final String rule;
  private final String sentence;
  private final long seed;

  Mutant(String rule, String sentence, long seed) {
    this.rule = rule;
    this.sentence = sentence;
    this.seed = seed;
  }

  @Override
  public String rule() {
    return rule;
  }

  @Override
  public String sentence() {
    return sentence;
  }

  @Override
  public long seed() {
    return seed;
  }
}
