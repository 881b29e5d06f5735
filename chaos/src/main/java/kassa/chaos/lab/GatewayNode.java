package kassa.chaos.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A node of the ring: its configuration, and how to start it. */
final class GatewayNode {
  private static final List<String> FLAGS =
      List.of(
          "-Xmx384m",
          // A lab shares a small machine: with threads for every core of it, each node would spend
          // more on waking them than on checkouts.
          "-XX:ActiveProcessorCount=1",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.net.preferIPv4Stack=true");

  private static final int ZONES = 3;

  private GatewayNode() {}

  /**
   * How to start node {@code n<number>}.
   *
   * @param number from 1
   * @param secret 64 hexadecimal digits, the same for every node and every start
   */
  static Service service(
      int number,
      Path directory,
      LabProgram program,
      LabPorts ports,
      int newcomers,
      String secret) {
    Path configuration = directory.resolve("node.conf");
    return new Service(
        name(number),
        directory,
        JavaCommand.of(
            FLAGS,
            program.classPath(),
            program.node(),
            List.of("--config", configuration.toString())),
        List.of(
            new Service.TextFile(
                configuration,
                configuration(number, directory.resolve("data"), ports, newcomers, secret))),
        Probe.http(ports.management().get(number - 1), "/ready"));
  }

  static String name(int number) {
    return "n" + number;
  }

  private static String configuration(
      int number, Path data, LabPorts ports, int newcomers, String secret) {
    int founders = ports.nodes() - newcomers;
    String members =
        IntStream.rangeClosed(1, founders)
            .mapToObj(one -> member(one, ports))
            .collect(Collectors.joining("\n"));
    return """
        # Written by the lab at every start; changes are lost.
        kassa {
          node { id = %1$s, data = %2$s%10$s }
          ring {
            name = demo
            members = [
        %3$s
            ]
            remoting { host = "127.0.0.1", ports = "%4$d-%5$d" }
          }
          archive {
            contact-points = ["127.0.0.1:%6$d"]
            datacenter = datacenter1
            keyspace = kassa
          }
          acquirer { name = sandbox, host = "127.0.0.1", port = %7$d }
          secret = "%8$s"
          merchants = [
            { id = demo, keys = ["sk_test_demo"] }
            { id = other, keys = ["sk_test_other"] }
          ]
          http { aliases = [%9$s] }
        }
        # What stands in local.conf beside this file comes on top, and stays.
        include "local.conf"
        """
        .formatted(
            name(number),
            quoted(data.toString()),
            members,
            ports.remotingFirst(),
            ports.remotingLast(),
            ports.cassandra(),
            ports.acquirer(),
            secret,
            number == 1 && ports.alias() != 0 ? Integer.toString(ports.alias()) : "",
            number > founders ? ", " + place(number, ports) : "");
  }

  private static String member(int number, LabPorts ports) {
    return "      { id = %s, %s }".formatted(name(number), place(number, ports));
  }

  private static String place(int number, LabPorts ports) {
    return "zone = %s, http = \"127.0.0.1:%d\", management = \"127.0.0.1:%d\""
        .formatted(
            (char) ('a' + (number - 1) % ZONES),
            ports.http().get(number - 1),
            ports.management().get(number - 1));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
