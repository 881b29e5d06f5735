package kassa.gateway.console;

import java.util.List;
import java.util.stream.Collectors;

/** Who is in a ring, as its nodes tell of it. */
final class Rosters {
  private Rosters() {}

  /**
   * @param seats such as {@code n1 up}; n3 is not reached
   */
  static String roster(String node, List<String> seats, String lacking) {
    return """
        {"node":"%s","ring":"demo","agreement":"cafe.1","era":"e%d","self":{%s},"seats":[%s],
         "past":[],"lack":[%s],"have_all":[],"later_field":1}
        """
        .formatted(
            node,
            seats.stream().filter(seat -> seat.endsWith(" up")).count(),
            address(node),
            seats.stream().map(Rosters::seat).collect(Collectors.joining(",")),
            lacking.isEmpty() ? "" : "\"" + lacking.replace(" ", "\",\"") + "\"");
  }

  private static String seat(String seat) {
    String node = seat.substring(0, seat.indexOf(' '));
    return "{%s,\"phase\":\"%s\",\"generation\":\"1.00000000\",\"reachable\":%b}"
        .formatted(address(node), seat.substring(seat.indexOf(' ') + 1), !node.equals("n3"));
  }

  private static String address(String node) {
    String number = node.substring(1);
    return "\"node\":\"%s\",\"zone\":\"z%s\",\"http\":\"h:808%s\",\"management\":\"h:762%s\""
        .formatted(node, number, number, number);
  }
}
