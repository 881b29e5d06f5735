package kassa.gateway.sim;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import kassa.ring.sim.Run;
import kassa.ring.sim.Stage;

/** Prints the traces of some seeds, to be compared with those of another Java process. */
final class TraceMain {
  private TraceMain() {}

  public static void main(String[] arguments) {
    System.out.print(traces(Long.parseLong(arguments[0]), Long.parseLong(arguments[1])));
  }

  static String traces(long first, long last) {
    Stage stage = Checkouts.stage(Stage.OPERATIONS);
    return LongStream.rangeClosed(first, last)
        .mapToObj(seed -> seed + " " + Run.of(stage, stage.plan(seed), null).trace() + "\n")
        .collect(Collectors.joining());
  }
}
