package kassa.ring.placement;

/**
 * Names an owner set of every partition: two descriptors that place alike, and in which everybody
 * is there for the same time, are one era. What a node says as an owner it says in an era.
 *
 * @param hash of all that decides who owns what
 */
public record Era(long hash) {
  @Override
  public String toString() {
    return "%016x".formatted(hash);
  }
}
