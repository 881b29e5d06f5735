package kassa.chaos.bench;

import java.time.Duration;

/**
 * What is to be measured.
 *
 * @param rate checkouts a second, to be sustained; half of it in the later phases
 * @param sustained how long at the full rate
 * @param others how long each other phase is, beside what follows
 * @param kill whether a node is killed
 * @param untilBlow from the begin of that phase, so that it shows what was before
 * @param settling from the blow to when nothing may fail any more
 */
public record BenchPlan(
    int rate,
    Duration sustained,
    Duration others,
    boolean kill,
    Duration untilBlow,
    Duration settling) {
  private static final int SHORTEST_SECONDS = 5;

  public BenchPlan {
    if (rate < 2) {
      throw new IllegalArgumentException("half of " + rate + " checkouts a second is none");
    }
  }

  /**
   * The usual one, which says how long all other phases are.
   *
   * @param seconds at the full rate
   */
  public static BenchPlan of(int rate, int seconds, boolean kill) {
    return new BenchPlan(
        rate,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(Math.max(SHORTEST_SECONDS, seconds / 2)),
        kill,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  /**
   * A cold ring compiles itself first; how fast it then is, is not what is asked. Three nodes on
   * two cores take some two minutes over it at half of the rate, and longer at one that is too high
   * for them while they do.
   */
  Schedule warmUp() {
    return Schedule.rising(rate / 2, others.multipliedBy(4));
  }

  Schedule warmUpAtFullRate() {
    return Schedule.steady(rate, others.multipliedBy(2));
  }

  Schedule atFullRate() {
    return Schedule.steady(rate, sustained);
  }

  Schedule atHalfRate() {
    return Schedule.steady(rate / 2, others);
  }

  Schedule withBlow() {
    return Schedule.steady(rate / 2, untilBlow.plus(settling).plus(others));
  }

  /** While the node comes back: it must, under load. */
  Schedule withReturn() {
    return Schedule.steady(rate / 2, others);
  }

  /** The whole, without starting a lab. */
  public Duration length() {
    Duration warming = warmUp().length().plus(warmUpAtFullRate().length());
    Duration calm = warming.plus(sustained).plus(others);
    return kill ? calm.plus(withBlow().length()).plus(others) : calm;
  }
}
