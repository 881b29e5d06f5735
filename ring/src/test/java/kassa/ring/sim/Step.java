package kassa.ring.sim;

/** Something that a plan makes happen: a {@link Fault}, or an operation of a {@link Tenant}. */
public interface Step {
  /** What it is, for counting: the same for all steps of a kind. */
  String kind();

  /** Whether something goes wrong by it; else it is an operation. */
  boolean isFault();

  /** What exactly, for people. */
  @Override
  String toString();
}
