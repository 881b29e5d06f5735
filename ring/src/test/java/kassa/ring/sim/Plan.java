package kassa.ring.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import kassa.ring.NodeId;

/**
 * All that a run will be made to suffer, drawn from a seed before it begins. What a run does is a
 * function of its plan, so a part of a plan is a plan as well: that is how it is shrunk.
 *
 * @param seed of everything else that is left to chance: delays, which message is lost
 * @param nodes of the ring
 * @param faultsEnd in virtual milliseconds; nothing goes wrong after
 * @param steps in order of time
 */
public record Plan(long seed, int nodes, long faultsEnd, List<Timed> steps) {
  private static final Comparator<Timed> BY_TIME =
      Comparator.comparingLong(Timed::at).thenComparingInt(Timed::number);

  public Plan {
    steps = steps.stream().sorted(BY_TIME).toList();
  }

  /**
   * A step at its time.
   *
   * @param number it keeps when others are taken out
   * @param at virtual milliseconds from the start
   */
  public record Timed(int number, long at, Step step) {
    @Override
    public String toString() {
      return "%6d ms  %s".formatted(at, step);
    }
  }

  /** Numbers and collects steps. */
  public static final class Draft {
    private final List<Timed> steps = new ArrayList<>();

    public void add(long at, Step step) {
      steps.add(new Timed(steps.size() + 1, at, step));
    }

    List<Timed> steps() {
      return List.copyOf(steps);
    }

    public Plan plan(long seed, int nodes, long faultsEnd) {
      return new Plan(seed, nodes, faultsEnd, steps);
    }
  }

  /** The names of the nodes of a ring of this size. */
  public static List<NodeId> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> new NodeId("n" + i)).toList();
  }

  /** The same with these steps only. */
  public Plan with(Collection<Timed> some) {
    return new Plan(seed, nodes, faultsEnd, List.copyOf(some));
  }

  public long faults() {
    return steps.stream().filter(timed -> timed.step().isFault()).count();
  }

  public long operations() {
    return steps.size() - faults();
  }
}
