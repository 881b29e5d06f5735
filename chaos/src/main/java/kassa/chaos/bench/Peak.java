package kassa.chaos.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The most that a ring was seen to do.
 *
 * @param top where the search ended
 * @param steps of the search, in order
 */
record Peak(Climb top, List<FloodResult> steps) {
  private static final int STEPS_AT_MOST_OFTEN = 8;

  private static final int SHORTEST_STEP_SECONDS = 5;
  private static final int STEPS_THAT_LAST = 3;

  Peak {
    steps = List.copyOf(steps);
  }

  /**
   * Good ones a second when as many are asked for over three more steps: the best of many short
   * steps is what it was because the machine did nothing else just then.
   */
  double lasting(Floods floods, Duration step) throws InterruptedException {
    if (top.best() == 0) {
      return 0;
    }
    int rate = (int) Math.ceil(top.best());
    Schedule schedule = Schedule.steady(rate, step.multipliedBy(STEPS_THAT_LAST));
    return floods.measure("lasting", schedule).turnout().goodInASecond();
  }

  /**
   * How it is looked for.
   *
   * @param firstRate checkouts a second, where the search begins
   * @param warmUp rising to four times of that
   * @param step how long each step is
   */
  record Search(int firstRate, Duration warmUp, Duration step) {
    Search {
      if (firstRate < 1) {
        throw new IllegalArgumentException("a search that begins at " + firstRate);
      }
    }

    /**
     * The usual one of a ring of its own, which is cold.
     *
     * @param seconds that say how long all else is
     */
    static Search ofAColdRing(int firstRate, int seconds) {
      return new Search(
          firstRate,
          Duration.ofSeconds(2L * seconds),
          Duration.ofSeconds(Math.max(SHORTEST_STEP_SECONDS, seconds / 6)));
    }

    Schedule warming() {
      return Schedule.rising(4 * firstRate, warmUp);
    }

    /** About, for it ends when it has found something. */
    Duration length() {
      return warmUp.plus(step.multipliedBy(STEPS_AT_MOST_OFTEN + STEPS_THAT_LAST));
    }

    Peak in(Floods floods) throws InterruptedException {
      floods.measure("warm-up", warming());
      List<FloodResult> steps = new ArrayList<>();
      Climb climb = Climb.from(firstRate);
      while (climb.next().isPresent()) {
        int rate = climb.next().getAsInt();
        FloodResult taken = floods.measure("at-" + rate, Schedule.steady(rate, step));
        steps.add(taken);
        climb = climb.after(taken.turnout().goodInASecond());
      }
      return new Peak(climb, steps);
    }
  }
}
