package kassa.ring.sim;

/**
 * Bugs that are planted in a simulated ring: a checker is trusted only after it caught them. Each
 * names the rule that it breaks, and the sentence that the ring's own simulation finds broken.
 */
public enum Mutant implements Bug {
  ACKNOWLEDGE_BEFORE_FSYNC("R1", "ackedIsDurable", 1),
  ONE_PLACE_IS_ENOUGH("R1", "ackedIsDurable", 1),
  ACKS_BRING_NOTHING_BACK("R2", "ackedIsDurable", 8),
  COORDINATOR_COUNTS_FOR_THE_OWNER_IT_STANDS_IN_FOR("R3", "ackedIsDurable", 1),
  A_FALLBACK_OWES_NOBODY("R3", "ownersAreEqual", 19),
  COUNT_THE_ARCHIVE_BEFORE_IT_ENTERED("R4", "ackedIsDurable", 2),
  APPEND_WITHOUT_OUTBOX("R5", "ownersAreEqual", 10),
  DROP_HINT_BEFORE_STORED("R6", "ownersAreEqual", 13),
  COUNT_AN_INCOMPLETE_OWNER("R7", "ackedIsDurable", 8),
  NOT_FOUND_WITHOUT_A_NO_FROM_EVERY_NODE("R8", "ackedIsDurable", 2),
  EVICT_WITHOUT_READING_THE_ARCHIVE_BACK("R9", "ackedIsDurable", 4),
  EVICT_BEFORE_THE_HOT_WINDOW("R9", "ackedIsDurable", 14),
  EVICT_WITH_AN_OPEN_OUTBOX_ENTRY("R9", "hintsDrain", 3),
  EVICT_WITHOUT_A_STUB("R9", "ackedIsDurable", 3),
  A_STUB_DOES_NOT_STOP_A_CHECKOUT("R9", "ackedIsDurable", 11),
  ARCHIVED_KEYS_INSTEAD_OF_DOTS("R10", "ownersAreEqual", 1),
  MERGE_BY_LAST_WRITER("union", "factsOnlyGrow", 1),
  DOTS_BEGIN_ANEW_IN_EVERY_LIFE("dots", "factsOnlyGrow", 2);

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
