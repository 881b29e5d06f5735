package kassa.chaos.console;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the program and its lab are, whatever directory the command was typed in.
 *
 * @param checkout the repository
 * @param state the lab's, {@code .kassa} unless {@code KASSA_STATE} names another
 */
public record KassaHome(Path checkout, Path state) {
  public static KassaHome of(Map<String, String> environment) {
    Path checkout = Path.of(environment.getOrDefault("KASSA_HOME", "")).toAbsolutePath();
    String state = environment.getOrDefault("KASSA_STATE", "");
    return new KassaHome(
        checkout, state.isEmpty() ? checkout.resolve(".kassa") : Path.of(state).toAbsolutePath());
  }

  Path cassandraJars() {
    return checkout.resolve("chaos/cassandra/target/lib");
  }
}
