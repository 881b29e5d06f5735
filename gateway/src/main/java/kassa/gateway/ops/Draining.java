package kassa.gateway.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.LongSupplier;

/**
 * Whether this node was told to begin no more orders, so that it can be stopped without anybody
 * noticing. It is not kept: a node that starts takes orders. Safe for use by several threads.
 */
public final class Draining {
  private final LongSupplier atHome;
  private volatile boolean on;

  /**
   * @param atHome how many checkouts are at home here now
   */
  public Draining(LongSupplier atHome) {
    this.atHome = atHome;
  }

  public boolean isOn() {
    return on;
  }

  void set(boolean next) {
    on = next;
  }

  void show(ObjectNode json) {
    json.put("on", on).put("at_home", atHome.getAsLong());
  }
}
