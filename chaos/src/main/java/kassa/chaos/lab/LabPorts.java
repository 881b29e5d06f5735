package kassa.chaos.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Every port of a lab.
 *
 * @param http the merchant API, one for each node
 * @param management one for each node
 * @param alias one more for the first node's merchant API; 0 for none
 * @param remotingFirst the range out of which nodes take a new port for every incarnation
 * @param remotingLast included
 * @param storage Cassandra's own, towards other Cassandras; there are none
 */
public record LabPorts(
    List<Integer> http,
    List<Integer> management,
    int alias,
    int remotingFirst,
    int remotingLast,
    int cassandra,
    int storage,
    int acquirer) {
  /** As many as the fixed ports have room for. */
  public static final int MOST_NODES = 9;

  private static final int RANGE = 100;
  private static final int FIRST_BASE = 21_000;
  private static final int LAST_BASE = 32_000;

  public LabPorts {
    http = List.copyOf(http);
    management = List.copyOf(management);
    if (http.isEmpty() || http.size() > MOST_NODES || http.size() != management.size()) {
      throw new LabFailure("a lab has 1 to " + MOST_NODES + " nodes, not " + http.size());
    }
  }

  /** Those that the documentation names. */
  public static LabPorts fixed(int nodes) {
    return new LabPorts(
        from(8081, nodes), from(7626, nodes), 8080, 17_355, 17_454, 9042, 17_354, 8583);
  }

  /**
   * All of them within 200 ports: the merchant API from base + 1, management from base + 26,
   * Cassandra at base + 42, the acquirer at base + 83, remoting in the second hundred.
   */
  public static LabPorts based(int base, int nodes) {
    if (base < 1024 || base > 65_535 - 2 * RANGE) {
      throw new LabFailure("--port-base is 1024 to " + (65_535 - 2 * RANGE) + ", not " + base);
    }
    return new LabPorts(
        from(base + 1, nodes),
        from(base + 26, nodes),
        base,
        base + RANGE,
        base + 2 * RANGE - 1,
        base + 42,
        base + 43,
        base + 83);
  }

  /**
   * The first block of ports, from 21000 on, of which nobody holds one: for a lab beside others.
   * They lie below those that systems hand out by themselves: at a handed-out port, a client that
   * tries to reach a dead node long enough connects to itself in the end, and holds the port.
   *
   * @throws LabFailure when there is none
   */
  public static LabPorts beside(int nodes) {
    for (int base = FIRST_BASE; base < LAST_BASE; base += 2 * RANGE) {
      LabPorts ports = based(base, nodes);
      if (ports.needed().keySet().stream().allMatch(LinuxSockets::isFree)) {
        return ports;
      }
    }
    throw new LabFailure(
        "no free ports between " + FIRST_BASE + " and " + LAST_BASE + ": end another lab.");
  }

  /**
   * Ports that nobody holds now, for tests. The remoting range lies below those that systems hand
   * out by themselves, at a place that depends on the other ports, so that two labs seldom meet.
   */
  public static LabPorts free(int nodes) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * nodes + 3; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
      int range = 10_000 + ports.get(0) % 200 * RANGE;
      return new LabPorts(
          ports.subList(0, nodes),
          ports.subList(nodes, 2 * nodes),
          0,
          range,
          range + RANGE - 1,
          ports.get(2 * nodes),
          ports.get(2 * nodes + 1),
          ports.get(2 * nodes + 2));
    } catch (IOException none) {
      throw new LabFailure("no free ports", none);
    } finally {
      held.forEach(LabPorts::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      throw new LabFailure("a port that was tried stays open", ignored);
    }
  }

  private static List<Integer> from(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  /** The ports that must be free before a start, and who is to have them. */
  Map<Integer, String> needed() {
    Map<Integer, String> needed = new LinkedHashMap<>();
    for (int i = 0; i < http.size(); i++) {
      needed.put(http.get(i), "merchant API of n" + (i + 1));
      needed.put(management.get(i), "management of n" + (i + 1));
    }
    if (alias != 0) {
      needed.put(alias, "second port of n1's merchant API");
    }
    needed.put(cassandra, "Cassandra");
    needed.put(storage, "Cassandra's storage port");
    needed.put(acquirer, "sandbox acquirer");
    return needed;
  }

  int nodes() {
    return http.size();
  }
}
