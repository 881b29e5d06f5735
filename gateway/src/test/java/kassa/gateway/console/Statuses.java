package kassa.gateway.console;

/** A ring of three, as its nodes tell of it at 19:31:49. */
final class Statuses {
  private Statuses() {}

  /** All well. */
  static String well(String node, String startedAt, int unarchived) {
    return status(node, startedAt, unarchived, true, 0);
  }

  /** n3 was lost at 19:31:07, and facts wait for it. */
  static String withoutN3(String node, String startedAt, int unarchived, int hints) {
    return status(node, startedAt, unarchived, false, hints);
  }

  /** As {@link #well}, but a majority says that the clock of this node is an hour ahead. */
  static String aheadByAnHour(String node, String... witnesses) {
    return well(node, "2026-03-01T19:28:37Z", 0)
        .replace(
            "\"cluster_status\":\"up\",",
            "\"cluster_status\":\"up\",\"clock\":{\"off\":true,\"bound_ms\":1000,"
                + "\"ahead_ms\":3600017,\"witnesses\":[\"%s\"]},"
                    .formatted(String.join("\",\"", witnesses)));
  }

  /** As {@link #well}, and this node sees that the clock of another is ahead of its own. */
  static String seesAhead(String node, String peer, long milliseconds) {
    return well(node, "2026-03-01T19:28:37Z", 0)
        .replace(
            "\"cluster_status\":\"up\",",
            "\"cluster_status\":\"up\",\"clock\":{\"off\":false,\"bound_ms\":1000,"
                + "\"ahead_ms\":null,\"witnesses\":[]},")
        .replace(
            "{\"node\":\"%s\",\"zone\"".formatted(peer),
            "{\"node\":\"%s\",\"clock_ahead_ms\":%d,\"zone\"".formatted(peer, milliseconds));
  }

  /**
   * As {@link #well} in a ring that changed: n3 lacks 310 of 768 partitions of which 15 a second
   * become complete, and n1 has 5 to give and moves none.
   */
  static String handingOver(String node, String startedAt) {
    String handover =
        switch (node) {
          case "n1" -> "\"gives\":true,\"left\":5,\"left_seconds\":null,\"entered\":4960,";
          case "n3" -> "\"lacks\":310,\"lacks_per_second\":15.0,\"lacks_seconds\":21,";
          default -> "";
        };
    String copy =
        node.equals("n3")
            ? ",\"copy\":{\"standing\":\"replaced\",\"complete\":458,\"owned\":768}"
            : "";
    return well(node, startedAt, 0)
        .replaceFirst(
            "\\}\\s*$",
            copy
                + ",\"handover\":{\"era\":\"e2\",\"window_seconds\":10,"
                + handover
                + "\"lacking\":[\"n3\"]}}");
  }

  /** As {@link #well}, of a node that is joining. */
  static String joining(String node, int fetched, int of, String seconds) {
    return well(node, "2026-03-01T19:28:37Z", 0)
        .replaceFirst(
            "\\}\\s*$",
            ",\"handover\":{\"ahead\":{\"fetched\":%d,\"of\":%d,\"seconds\":%s}}}"
                .formatted(fetched, of, seconds));
  }

  private static String status(
      String node, String startedAt, int unarchived, boolean n3, int hints) {
    return """
        {"node":"%s","incarnation":"%s~1","ring":"demo","descriptor":"d1","partitions":1024,
         "n":3,"w":2,"r":2,"started_at":"%s","now":"2026-03-01T19:31:49Z","cluster_status":"up",
         "members":[
           {"node":"n1","zone":"a","http":"127.0.0.1:8081","management":"127.0.0.1:7626",
            "owns":0.332,"reachable":true,"since":null,"hints":0,"oldest_hint":null},
           {"node":"n2","zone":"b","http":"127.0.0.1:8082","management":"127.0.0.1:7627",
            "owns":0.336,"reachable":true,"since":null,"hints":0,"oldest_hint":null},
           {"node":"n3","zone":"c","http":"127.0.0.1:8083","management":"127.0.0.1:7628",
            "owns":0.332,"reachable":%s,"since":"2026-03-01T19:31:07Z","hints":%d,
            "oldest_hint":%s}],
         "unarchived":%d,"oldest_unarchived":null,"archive":{"reachable":true},
         "acquirer":{"name":"sandbox","connected":true},"open_orders":0,"later_field":1}
        """
        .formatted(
            node,
            node,
            startedAt,
            n3,
            hints,
            hints == 0 ? "null" : "\"2026-03-01T19:31:07Z\"",
            unarchived);
  }
}
