package kassa.chaos.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Says which checkouts are due. It asks the schedule and the clock only, never how earlier ones
 * fared: a generator that waits for answers sends less to a ring that stalls, and so hides the
 * stall (coordinated omission; Gil Tene, "How NOT to Measure Latency"). Not for use by several
 * threads.
 */
final class OpenLoop {
  private final Schedule schedule;
  private final int mostInFlight;
  private long next;
  private int inFlight;

  /**
   * @param mostInFlight beyond which nothing is begun. Too small, and checkouts of a slow but
   *     living ring count as not started; too large, and the generator suffers with the ring.
   */
  OpenLoop(Schedule schedule, int mostInFlight) {
    this.schedule = schedule;
    this.mostInFlight = mostInFlight;
  }

  /** A checkout, and when it was meant to begin: nanoseconds after the begin of the schedule. */
  record Start(long number, long intended) {}

  /**
   * What has become due.
   *
   * @param begun to be sent now
   * @param notStarted given up, since too many are in flight; they count, and are not made up for
   */
  record Due(List<Start> begun, List<Start> notStarted) {}

  /**
   * What has become due since the last call. A late call returns all that was missed, each with its
   * own intended time.
   *
   * @param elapsed nanoseconds since the begin of the schedule
   */
  Due due(long elapsed) {
    List<Start> begun = new ArrayList<>();
    List<Start> notStarted = new ArrayList<>();
    while (next < schedule.total() && schedule.at(next) <= elapsed) {
      Start start = new Start(next, schedule.at(next));
      next++;
      if (inFlight < mostInFlight) {
        inFlight++;
        begun.add(start);
      } else {
        notStarted.add(start);
      }
    }
    return new Due(begun, notStarted);
  }

  /** Nothing more becomes due. */
  void cutShort() {
    next = schedule.total();
  }

  /** One that had begun has had its last word. */
  void ended() {
    inFlight--;
  }

  int inFlight() {
    return inFlight;
  }

  /** Whether all have begun or were given up, and none is in flight. */
  boolean isOver() {
    return next == schedule.total() && inFlight == 0;
  }
}
