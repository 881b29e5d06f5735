package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kassa.ring.Bound;

/**
 * How many checkouts a node lets run at once. It grows by one for every limit's worth of answers
 * that came in time, and shrinks by a third when more than one of ten came late: so it finds what
 * the node and its peers can do now, and what is more is turned away while that costs nothing.
 * Without it a node that is slow for a moment works on checkouts that will all be too late. A few
 * late ones say nothing of that: they met a pause of the collector, or a home that has just
 * started.
 *
 * <p>It begins with the least and then doubles, until the first that are late or until it is what
 * is taken for granted of a node that is warm: a node that has just started needs seconds for its
 * first checkouts, and the more of them it works on at once the later all of them are.
 *
 * <p>Reads have a share of it, and only while orders leave the last quarter free: a merchant can
 * ask again, a customer goes away. What finishes an order that was taken is not asked for here at
 * all.
 *
 * <p>No clock. Any thread may call it.
 *
 * @see <a href="https://doi.org/10.1016/0169-7552(89)90019-6">Chiu and Jain, 1989: additive
 *     increase, multiplicative decrease</a>
 * @see <a href="https://doi.org/10.1145/52324.52356">Jacobson, 1988: slow start</a>
 */
public final class AdmissionLimit {
  private static final double SHRINK = 2.0 / 3;

  /** A limit that is right is about half used: at three quarters the node is pressed. */
  private static final double PRESSED = 3.0 / 4;

  private static final int READ_SHARE = 4;

  /** Of so many answers one may be late. */
  private static final int LATE_SHARE = 10;

  private final int least;
  private final int most;
  private final int warm;
  private final Duration goal;

  private double limit;
  private boolean cold = true;
  private int running;
  private int reading;
  private Instant judged = Instant.MIN;
  private int answers;
  private int late;

  /**
   * @param least it begins with and never shrinks below, or nothing would tell that all is well
   *     again. Too large and all that a cold node takes is too late, and nothing is sold until it
   *     has compiled itself
   * @param most it never grows beyond; bounds memory
   * @param warm where doubling ends; up to this it grows unused as well, so that what was slow once
   *     does not turn away a crowd much later
   * @param goal within this an answer is in time; too small and a pause of the collector costs
   *     sales, too large and customers wait in vain
   */
  public AdmissionLimit(int least, int most, int warm, Duration goal) {
    this.least = least;
    this.most = most;
    this.warm = warm;
    this.goal = goal;
    this.limit = least;
  }

  /** Whether one more would be turned away now. */
  public synchronized boolean isFull() {
    return running >= limit();
  }

  /** Whether one more may run; it does then, until it {@link #left}. */
  public synchronized boolean admits() {
    if (isFull()) {
      return false;
    }
    running++;
    return true;
  }

  /**
   * One that was admitted was answered. Those that ran together are late together: they are judged
   * once. And a limit that is not half used says nothing of what could be done.
   *
   * @param took see {@link RingTime}
   */
  public synchronized void left(Duration took, Instant now) {
    boolean mayGrow = 2 * running >= limit() || limit < warm;
    running--;
    answers++;
    if (took.compareTo(goal) > 0) {
      late++;
    } else if (mayGrow) {
      grow();
    }
    boolean wasSetBack = now.isBefore(judged);
    if (wasSetBack || !now.isBefore(judged.plus(goal))) {
      judge(now);
    }
  }

  private void judge(Instant now) {
    if (late * LATE_SHARE > answers) {
      cold &= limit <= least;
      limit = Math.max(least, limit * SHRINK);
    }
    judged = now;
    answers = 0;
    late = 0;
  }

  private void grow() {
    limit = Math.min(most, limit + (cold ? 1 : 1 / limit));
    cold &= limit < warm;
  }

  /**
   * One that was admitted was answered, and how long that took says nothing. What is taken for
   * granted comes back all the same, or a node that starts while the acquirer is away would go on
   * with the least.
   */
  public synchronized void left() {
    running--;
    if (limit < warm) {
      grow();
    }
  }

  /** Whether one more read would be turned away now. */
  public synchronized boolean isFullForReads() {
    return reading >= mostReads() || running >= PRESSED * limit();
  }

  /** Whether one more read may run; it does then, until it {@link #leftRead}. */
  public synchronized boolean admitsRead() {
    if (isFullForReads()) {
      return false;
    }
    reading++;
    return true;
  }

  /**
   * A read that was admitted was answered. How long it took says nothing: it may wait for others.
   */
  public synchronized void leftRead() {
    reading--;
  }

  /** As long as it is cold nothing is known of reads: they alone would never raise the limit. */
  private int mostReads() {
    return Math.max(1, (cold ? warm : limit()) / READ_SHARE);
  }

  /** Present value. */
  public synchronized int limit() {
    return (int) limit;
  }

  /** What it takes now, and what it may come to take. */
  public synchronized List<Bound> bounds() {
    String beyond = "503 overloaded, before the body is parsed; nothing happens";
    String readsBeyond =
        "503 overloaded; so are all once %d checkouts run"
            .formatted((int) Math.ceil(PRESSED * limit()));
    return List.of(
        Bound.of("checkouts.accepted", limit(), "checkouts", beyond).used(running),
        Bound.of("checkouts.accepted.most", most, "checkouts", "the limit grows no further"),
        Bound.of("reads.accepted", mostReads(), "reads", readsBeyond).used(reading));
  }
}
