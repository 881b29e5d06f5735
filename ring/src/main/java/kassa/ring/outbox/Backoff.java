package kassa.ring.outbox;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling up to a cap, half of it by chance so that nodes
 * that failed together do not come back together.
 *
 * @param first wait in milliseconds
 * @param cap the longest, in milliseconds
 */
public record Backoff(long first, long cap) {
  public long afterFailures(int failures, RandomGenerator random) {
    long full = Math.min(cap, first << Math.min(failures - 1, 20));
    return full / 2 + random.nextLong(full / 2 + 1);
  }
}
