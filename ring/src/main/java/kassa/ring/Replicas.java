package kassa.ring;

/**
 * How many places hold what was appended.
 *
 * @param required W, the places that must have fsynced it before it counts as stored
 * @param acked the places that have, at the time of the answer
 * @param of N, the owners of a key
 * @param hinted how many of the places are nodes standing in for an owner
 * @param archive whether the archive is one of the places, as the last fallback (rule R4)
 */
public record Replicas(int required, int acked, int of, int hinted, boolean archive) {
  public boolean enough() {
    return acked >= required;
  }
}
