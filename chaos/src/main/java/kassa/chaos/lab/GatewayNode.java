package kassa.chaos.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A node of the ring: its configuration, and how to start it. */
final class GatewayNode {
  private static final List<String> FLAGS =
      List.of(
          "-Xmx384m",
          // Half of it for what is young: what an order leaves is garbage within seconds, and what
          // grows old before that is a full collection later.
          "-Xmn192m",
          // A lab shares a small machine: with threads for every core of it, each node would spend
          // more on waking them than on checkouts.
          "-XX:ActiveProcessorCount=1",
          "-XX:+UseSerialGC",
          // As much as the classes of a node need. Each time that the room for them must grow it
          // stands still for a full collection: 0.4 s, with all that starts beside it.
          "-XX:MetaspaceSize=128m",
          // Compiles what never ran as well. Else what a node meets for the first time, a lost
          // peer or a newcomer, costs it the compiled code of a sale, and customers wait.
          "-XX:PerMethodTrapLimit=0",
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
      LabNetwork network,
      int newcomers,
      String secret) {
    Path configuration = directory.resolve("node.conf");
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(JavaCommand.compilers(ports.nodes()));
    List<String> command = new ArrayList<>(network.prefix(name(number)));
    if (number > ports.nodes() - newcomers) {
      // Elsewhere it comes with a machine: here its cold Java would take the CPU of those who sell.
      command.addAll(List.of("nice", "-n", "10"));
    }
    command.addAll(
        JavaCommand.of(
            flags,
            program.classPath(),
            program.node(),
            List.of("--config", configuration.toString())));
    return new Service(
        name(number),
        directory,
        command,
        List.of(
            new Service.TextFile(
                configuration,
                configuration(
                    number, directory.resolve("data"), ports, network, newcomers, secret))),
        Probe.http(network.host(name(number)), ports.management().get(number - 1), "/ready"));
  }

  static String name(int number) {
    return "n" + number;
  }

  private static String configuration(
      int number, Path data, LabPorts ports, LabNetwork network, int newcomers, String secret) {
    int founders = ports.nodes() - newcomers;
    String members =
        IntStream.rangeClosed(1, founders)
            .mapToObj(one -> member(one, ports, network))
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
            remoting { host = "%11$s", ports = "%4$d-%5$d" }
          }
          archive {
            contact-points = ["%12$s:%6$d"]
            datacenter = datacenter1
            keyspace = kassa
          }
          acquirer { name = sandbox, host = "%12$s", port = %7$d }
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
            number > founders ? ", " + place(number, ports, network) : "",
            network.host(name(number)),
            network.partners());
  }

  private static String member(int number, LabPorts ports, LabNetwork network) {
    return "      { id = %s, %s }".formatted(name(number), place(number, ports, network));
  }

  private static String place(int number, LabPorts ports, LabNetwork network) {
    return "zone = %1$s, http = \"%2$s:%3$d\", management = \"%2$s:%4$d\""
        .formatted(
            (char) ('a' + (number - 1) % ZONES),
            network.host(name(number)),
            ports.http().get(number - 1),
            ports.management().get(number - 1));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
