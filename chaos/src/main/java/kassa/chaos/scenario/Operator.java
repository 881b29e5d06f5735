package kassa.chaos.scenario;

import java.util.List;
import kassa.gateway.console.Endpoint;

/** Types verbs of the console. */
@FunctionalInterface
public interface Operator {
  /**
   * Returns when it is done.
   *
   * @param nodes the management addresses of those that are asked and told
   * @throws kassa.chaos.lab.LabFailure with what the console said, when it did not go well
   */
  void type(List<Endpoint> nodes, List<String> verb);
}
