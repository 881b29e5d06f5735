package kassa.ring.sim;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is simulated: how a seed becomes a plan, and who lives in the ring meanwhile. */
public interface Stage {
  /** In each seed, unless said otherwise. */
  int OPERATIONS = 200;

  /** Draws a plan. A pure function of the seed. */
  Plan plan(long seed);

  Tenant tenant(World world);

  /** Rare states, by name: a simulator that does not reach them within many seeds proves little. */
  Set<String> mustReach();

  /** The bugs that can be planted. */
  List<Bug> bugs();

  /** What runs it, without seed and mutant. */
  String command();

  static String command(String verb, int operations) {
    return operations == OPERATIONS ? verb : verb + " --operations " + operations;
  }

  /** What runs this very seed again. */
  default String command(long seed, @Nullable Bug planted) {
    String mutant = planted == null ? "" : " --mutant " + planted.name();
    return command() + " --seed " + seed + mutant;
  }
}
