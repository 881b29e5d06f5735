package kassa.gateway.sim;

import java.util.SplittableRandom;
import kassa.ring.sim.Plan;
import kassa.ring.sim.Step;
import kassa.ring.sim.Swarm;

/**
 * What may go wrong with the acquirer.
 *
 * @param percent of the messages that suffer it
 * @param lasts milliseconds
 */
record AcquirerFault(Kind what, int percent, long lasts) implements Step {
  enum Kind {
    /** No connection. */
    AWAY,
    /** The message never arrives. */
    SILENT_BEFORE_THE_EFFECT,
    SILENT_AFTER_THE_EFFECT,
    LATE,
    /** The message arrives twice, the second time much later. */
    TWICE,
    /** It says that it did nothing with the message. */
    REFUSES
  }

  static void draw(long seed, Plan.Draft draft) {
    for (Kind kind : Kind.values()) {
      Swarm.draw(seed, "acquirer " + kind, draft, random -> draw(kind, random));
    }
  }

  private static AcquirerFault draw(Kind kind, SplittableRandom random) {
    long lasts = 100L + random.nextInt(random.nextBoolean() ? 2_000 : 8_000);
    return new AcquirerFault(kind, 1 + random.nextInt(100), lasts);
  }

  @Override
  public String kind() {
    return "Acquirer" + what;
  }

  @Override
  public boolean isFault() {
    return true;
  }
}
