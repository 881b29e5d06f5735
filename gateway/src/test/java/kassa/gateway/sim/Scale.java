package kassa.gateway.sim;

import java.util.List;
import java.util.Set;
import kassa.gateway.order.MerchantId;
import kassa.ring.NodeId;
import kassa.ring.sim.Join;
import kassa.ring.sim.Plan;
import kassa.ring.sim.Run;
import kassa.ring.sim.Stage;
import kassa.ring.sim.Traffic;

/**
 * What orders cost a ring of some size while nothing goes wrong, by what its nodes send each other.
 *
 * @param nodes of the ring
 * @param orders that it took
 * @param seconds of virtual time
 * @param traffic in that time
 * @param join of one more node
 */
public record Scale(int nodes, long orders, double seconds, Traffic traffic, Join join) {
  private static final Set<String> OF_ORDERS =
      Set.of("Put", "PutAck", "Get", "GetAck", "Parcel", "Deliver", "Delivered", "Archived");
  private static final Set<String> LIVENESS = Set.of("Ping", "Pong");
  private static final int ORDERS = 1_000;
  private static final long SPAN = 10_000;

  /** Chance decides nothing here but delays. */
  private static final long SEED = 1;

  /**
   * Lets a ring take orders, and nothing else.
   *
   * @throws IllegalStateException when something that must hold did not
   */
  public static Scale of(int nodes) {
    Stage stage = Checkouts.stage(ORDERS);
    Run run = Run.of(stage, plan(nodes), null);
    run.violation()
        .ifPresent(
            violation -> {
              throw new IllegalStateException(nodes + " nodes: " + violation);
            });
    // Once all is over, each node is asked for one more.
    return new Scale(
        nodes, ORDERS + nodes, run.lasted() / 1_000.0, run.traffic(), Join.into(nodes));
  }

  private static Plan plan(int nodes) {
    List<NodeId> all = Plan.nodes(nodes);
    Plan.Draft draft = new Plan.Draft();
    for (int i = 0; i < ORDERS; i++) {
      Ask.Try once = new Ask.Try(all.get(i % nodes), 0);
      draft.add(
          i * SPAN / ORDERS, new Ask(new MerchantId("one"), "cart-" + i, 1, List.of(once), false));
    }
    return draft.plan(SEED, nodes, SPAN);
  }

  public static String heading() {
    return """
        | nodes | messages of an order | bytes of an order | liveness of a node, messages/s | bytes/s | one node joins: facts it gets | messages | bytes | virtual s |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |""";
  }

  /** A row of the table in ring/README.md. */
  public String row() {
    Traffic.Sent ofOrders = traffic.of(OF_ORDERS);
    Traffic.Sent ofLiveness = traffic.of(LIVENESS);
    return "| %d | %.1f | %d | %.0f | %.0f | %d | %d | %d | %.1f |"
        .formatted(
            nodes,
            (double) ofOrders.messages() / orders,
            ofOrders.bytes() / orders,
            ofLiveness.messages() / seconds / nodes,
            ofLiveness.bytes() / seconds / nodes,
            join.facts(),
            join.sent().messages(),
            join.sent().bytes(),
            join.millis() / 1_000.0);
  }
}
