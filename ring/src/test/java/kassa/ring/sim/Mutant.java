package kassa.ring.sim;

/** Planted bugs: a checker is trusted only after it caught them. */
enum Mutant {
  NONE,
  ACKNOWLEDGE_BEFORE_FSYNC,
  DROP_HINT_BEFORE_STORED,
  COUNT_THE_ARCHIVE_BEFORE_IT_ENTERED,
  COUNT_AN_INCOMPLETE_OWNER
}
