package kassa.ring.sim;

/**
 * Bugs that are planted in how a simulated ring changes its members. Each names the rule that it
 * breaks, and the sentence that is then found broken.
 */
public enum RingMutant implements Bug {
  A_NEW_OWNER_IS_COMPLETE_AT_ONCE("R12", "ackedIsDurable", 1),
  ONE_PREVIOUS_OWNER_IS_ENOUGH("R12", "ackedIsDurable", 1),
  WHO_IS_JOINING_COUNTS("R12", "ackedIsDurable", 1),
  WHAT_WAS_FETCHED_AHEAD_IS_ALL("R12", "ackedIsDurable", 1),
  ADOPTION_IS_NOT_DURABLE("R12", "ackedIsDurable", 31),
  ANOTHER_ERAS_ACK_COUNTS("R12", "ackedIsDurable", 32),
  SMALL_STATE_IS_GONE_BY("R12", "ackedIsDurable", 128),
  EACH_SIDE_KEEPS_ITS_LAST_OWNERS("R12", "ackedIsDurable", 5),
  THE_DEAD_ARE_NOT_ASKED_THOUGH_THEY_OWN("R12", "ackedIsDurable", 15),
  HINTS_TO_A_DEPARTED_OWNER_ARE_DROPPED("R5", "hintsDrain", 1),
  HINTS_TO_A_DEPARTED_OWNER_STAY("R5", "hintsDrain", 14),
  A_FORMER_OWNER_GIVES_NOTHING("R12", "ownersAreEqual", 53),
  DEAD_STAYS_DEAD("roster", "serviceRecovers", 1),
  A_ROSTER_IS_MERGED_BY_LAST_WRITER("roster", "factsOnlyGrow", 1);

  private final String rule;
  private final String sentence;
  private final long seed;

  RingMutant(String rule, String sentence, long seed) {
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
