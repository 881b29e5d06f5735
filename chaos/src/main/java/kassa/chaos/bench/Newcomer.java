package kassa.chaos.bench;

/** A node that waits to be taken into the ring that is measured. Methods may block. */
public interface Newcomer {
  String name();

  /** Whether the ring has nothing left to bring to its archive. */
  boolean findsAllArchived();

  /**
   * Lets it join, as an operator does.
   *
   * @throws kassa.chaos.lab.LabFailure when that does not go well
   */
  void join();

  /** Whether it has fetched all that it will own. */
  boolean hasFetchedAhead();

  /**
   * Gives it its share, as an operator does.
   *
   * @throws kassa.chaos.lab.LabFailure when that does not go well
   */
  void commit();

  /** Whether it certainly holds all that it owns, and every node knows that. */
  boolean isWhole();

  /** Whether those who owned it before have compared all of it. */
  boolean isConfirmed();
}
