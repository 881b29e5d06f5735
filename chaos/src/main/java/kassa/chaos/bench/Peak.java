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

  Peak {
    steps = List.copyOf(steps);
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

    Schedule warming() {
      return Schedule.rising(4 * firstRate, warmUp);
    }

    /** About, for it ends when it has found something. */
    Duration length() {
      return warmUp.plus(step.multipliedBy(STEPS_AT_MOST_OFTEN));
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
