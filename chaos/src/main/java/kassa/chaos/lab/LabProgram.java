package kassa.chaos.lab;

/**
 * What the lab's own processes run.
 *
 * @param classPath for all of them
 * @param node the class that is started for a node, with {@code --config FILE}
 * @param acquirer the class that is started with {@code --port}, {@code --ledger} and {@code
 *     --host}
 */
public record LabProgram(String classPath, String node, String acquirer) {
  public static LabProgram of(String classPath) {
    return new LabProgram(
        classPath, "kassa.gateway.node.GatewayMain", "kassa.chaos.acquirer.AcquirerMain");
  }
}
