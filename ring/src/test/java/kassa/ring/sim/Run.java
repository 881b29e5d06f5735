package kassa.ring.sim;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What came of a plan.
 *
 * @param trace the hash of all that happened, in order
 * @param occurred how often faults and rare states did, by name
 * @param violation empty when all held
 * @param lasted virtual milliseconds
 * @param traffic between nodes
 */
public record Run(
    Plan plan,
    Optional<Violation> violation,
    long trace,
    Map<String, Integer> occurred,
    long events,
    long lasted,
    Traffic traffic) {
  public static final Consumer<String> UNTRACED = line -> {};

  /** Any thread may call: runs share nothing. */
  public static Run of(Stage stage, Plan plan, @Nullable Bug planted) {
    return of(stage, plan, planted, UNTRACED);
  }

  /**
   * @param planted a bug, or null for the system as it is
   * @param tracer gets a line for whatever happens
   */
  public static Run of(Stage stage, Plan plan, @Nullable Bug planted, Consumer<String> tracer) {
    World world = new World(plan, planted, tracer);
    Optional<Violation> violation = Optional.empty();
    try {
      world.run(stage.tenant(world));
    } catch (RuntimeException | AssertionError broken) {
      violation = Optional.of(Violation.of(broken));
    }
    return new Run(
        plan,
        violation,
        world.trace(),
        world.occurrences(),
        world.eventCount(),
        world.now(),
        world.traffic);
  }

  public boolean fails() {
    return violation.isPresent();
  }

  /** Whether the same sentence is broken. */
  public boolean failsLike(Run other) {
    return violation
        .flatMap(mine -> other.violation().filter(v -> v.sentence().equals(mine.sentence())))
        .isPresent();
  }
}
