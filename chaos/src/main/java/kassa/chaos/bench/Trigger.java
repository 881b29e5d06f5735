package kassa.chaos.bench;

import java.util.List;
import java.util.Locale;

/**
 * What may leave a system in a bad state that stays when the trigger is gone (a metastable failure;
 * Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021).
 */
enum Trigger {
  /** Ten times as many as before. */
  BURST("the end of a ten-fold burst") {
    @Override
    void pull(Ordeal ordeal) throws InterruptedException {
      ordeal.burst(TIMES);
    }
  },

  /** Nobody helps: what is left must do it. */
  TWO_NODES_LOST("the loss of two nodes") {
    @Override
    void pull(Ordeal ordeal) {
      List<String> nodes = ordeal.nodes();
      ordeal.kill(nodes.subList(nodes.size() - LOST, nodes.size()));
    }

    /** Customers of whom both tries go to the dead cannot be served by those that are left. */
    @Override
    double reachable(int nodes) {
      return 1 - LOST * (LOST - 1.0) / (nodes * (nodes - 1.0));
    }
  },

  /** All that it missed waits for it. */
  CASSANDRA_STOPPED("the return of Cassandra") {
    @Override
    void pull(Ordeal ordeal) throws InterruptedException {
      ordeal.kill(List.of(Subject.CASSANDRA));
      ordeal.goOn();
      ordeal.start();
    }
  },

  /** The power goes everywhere, and comes back; so do customers, who never stopped coming. */
  COLD_RESTART("a cold restart") {
    @Override
    void pull(Ordeal ordeal) {
      ordeal.kill(ordeal.everything());
      ordeal.start();
    }
  };

  static final int TIMES = 10;
  private static final int LOST = 2;

  private final String end;

  Trigger(String end) {
    this.end = end;
  }

  /** Returns when the trigger has ended. */
  abstract void pull(Ordeal ordeal) throws InterruptedException;

  /**
   * The share of customers that can reach a node that lives, once the trigger has ended.
   *
   * @param nodes of the ring
   */
  double reachable(int nodes) {
    return 1;
  }

  /** From when throughput is to come back, in words. */
  String end() {
    return end;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
