package kassa.ring.antientropy;

/**
 * How much anti-entropy does; times in milliseconds.
 *
 * @param pause between two comparisons; too small and an idle ring is busy with itself, too large
 *     and damage stays for long: a pass takes this times the partitions times the other owners
 * @param factsPerSecond that are read to compare; a disk with many facts is read through at this
 *     rate, three times for three owners
 * @param secondLook after which what differed is looked at again; too small and what is in flight
 *     or hinted travels twice
 * @param timeout without an answer
 * @param fills sessions at once, each with another owner, to fill what is lacking; one at a time
 *     waits for the network most of the time, and what many bring at once is held in memory
 * @param fillRest for how many times as long as it answered an owner is not asked for more by whom
 *     it gave what that one lacked: customers wait meanwhile. Too large and an owner is long
 *     without all it owns
 * @param leisure the same after what nothing but the operator waits for: where nothing was lacking,
 *     where a node fetched what it will own, and where it compared what it owned
 * @param rest before a peer that did not answer, or could not help, is asked again
 */
public record SyncPace(
    long pause,
    int factsPerSecond,
    long secondLook,
    long timeout,
    int fills,
    int fillRest,
    int leisure,
    long rest) {
  public static final SyncPace DEFAULT = new SyncPace(50, 2_000, 10_000, 5_000, 4, 1, 3, 2_000);
}
