package kassa.chaos.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network that can be cut: each node has a Linux network namespace of its own, and reaches
 * everybody through one more, the router, which drops what a cut forbids. This machine is beside
 * the router, and reaches all nodes whatever is cut. Needs root and iproute2.
 *
 * <p>The kernel keeps what was made; this only names it. Methods may be called by any thread.
 *
 * @param owner the process that it is for: when that is gone, anybody may remove it
 * @param net which 10.231.NET.0/24 it has, 1 to 254
 */
public record Namespaces(LinuxProcess owner, int net) implements LabNetwork {
  private static final String PREFIX = "kassa-";
  private static final Path DEVICES = Path.of("/sys/class/net");
  private static final int MOST_NETS = 254;
  private static final int HERE = 1;
  private static final int ROUTER = 2;
  private static final int BEFORE_NODES = 10;

  /**
   * One that nobody has, of this process.
   *
   * @throws LabFailure when there is none, or this machine cannot tell
   */
  public static Namespaces beside() {
    for (int net = 1; net <= MOST_NETS; net++) {
      Namespaces one = new Namespaces(LinuxProcess.self(), net);
      if (!Files.exists(DEVICES.resolve(one.device()))
          && IpRoute.ip("-4", "route", "show", "root", one.subnet()).isBlank()) {
        return one;
      }
    }
    throw new LabFailure("All of 10.231.0.0/16 is in use: end another lab.");
  }

  /**
   * Tries whether this process may make one.
   *
   * @throws LabFailure when it may not; says what to do, in one line
   */
  public static void require() {
    String trial = new Namespaces(LinuxProcess.self(), 0).namespace("trial");
    try {
      IpRoute.ip("netns", "add", trial);
      try {
        IpRoute.inside(
            trial,
            List.of(
                "link add trial0 type veth peer name trial1",
                "rule add from 10.231.0.1 to 10.231.0.2 blackhole"));
        routes(trial);
      } finally {
        IpRoute.ip("netns", "del", trial);
      }
    } catch (LabFailure refused) {
      throw new LabFailure(
          "This cuts a network of Linux namespaces, which takes root, not in a container that is kept from it, and iproute2 (Debian: apt-get install iproute2). "
              + refused.words());
    }
  }

  @Override
  public String partners() {
    return address(HERE);
  }

  @Override
  public String host(String node) {
    return address(BEFORE_NODES + number(node));
  }

  @Override
  public List<String> prefix(String node) {
    return List.of("ip", "netns", "exec", namespace(node));
  }

  /** Before that, removes what ended processes left behind. */
  @Override
  public void make(List<String> nodes) {
    namespaces().stream().filter(Namespaces::isLeftBehind).forEach(Namespaces::delete);
    IpRoute.ip("netns", "add", router());
    for (String node : nodes) {
      IpRoute.ip("netns", "add", namespace(node));
    }
    IpRoute.here(
        List.of("link add %s type veth peer name host netns %s".formatted(device(), router())));
    IpRoute.inside(router(), routerSide(nodes));
    for (String node : nodes) {
      IpRoute.inside(namespace(node), nodeSide(node));
    }
    IpRoute.here(hereSide());
    routes(router());
  }

  /** What comes in there and is for others goes on to them. */
  private static void routes(String namespace) {
    IpRoute.ip("netns", "exec", namespace, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
  }

  private List<String> routerSide(List<String> nodes) {
    List<String> commands = new ArrayList<>();
    commands.add("link set dev lo up");
    commands.add("addr add %s/32 dev lo".formatted(address(ROUTER)));
    commands.add("link set dev host up");
    commands.add("route add %s/32 dev host".formatted(partners()));
    for (String node : nodes) {
      commands.add(
          "link add %s type veth peer name eth0 netns %s".formatted(node, namespace(node)));
      commands.add("link set dev %s up".formatted(node));
      commands.add("route add %s/32 dev %s".formatted(host(node), node));
    }
    return commands;
  }

  private List<String> nodeSide(String node) {
    return List.of(
        "link set dev lo up",
        "addr add %s/32 dev eth0".formatted(host(node)),
        "link set dev eth0 up",
        "route add %s/32 dev eth0".formatted(address(ROUTER)),
        "route add default via %s".formatted(address(ROUTER)));
  }

  private List<String> hereSide() {
    return List.of(
        "addr add %s/32 dev %s".formatted(partners(), device()),
        "link set dev %s up".formatted(device()),
        "route add %s/32 dev %s".formatted(address(ROUTER), device()),
        "route add %s via %s src %s".formatted(subnet(), address(ROUTER), partners()));
  }

  /**
   * No node of one side reaches one of the other any more, by whatever protocol; what is under way
   * is lost without a word.
   *
   * @throws LabFailure when the system refuses
   */
  public void cut(Collection<String> one, Collection<String> other) {
    IpRoute.inside(router(), rules("add", one, other));
  }

  /**
   * Undoes a {@link #cut} of the same sides.
   *
   * @throws LabFailure when there was none, or the system refuses
   */
  public void heal(Collection<String> one, Collection<String> other) {
    IpRoute.inside(router(), rules("del", one, other));
  }

  List<String> rules(String verb, Collection<String> one, Collection<String> other) {
    String rule = "rule " + verb + " from %s to %s blackhole";
    return one.stream()
        .flatMap(a -> other.stream().flatMap(b -> Stream.of(List.of(a, b), List.of(b, a))))
        .map(way -> rule.formatted(host(way.get(0)), host(way.get(1))))
        .toList();
  }

  @Override
  public void remove() {
    // First: it goes with its other end, the router's, but nobody can say when.
    if (Files.exists(DEVICES.resolve(device()))) {
      IpRoute.ip("link", "del", "dev", device());
    }
    namespaces().stream()
        .filter(name -> name.startsWith(namespace("")))
        .forEach(Namespaces::delete);
  }

  private static List<String> namespaces() {
    return IpRoute.ip("netns", "list").lines().map(line -> line.split(" ", 2)[0]).toList();
  }

  private static void delete(String namespace) {
    IpRoute.ip("netns", "del", namespace);
  }

  /** Whether it is one of ours, and the process that it was for has ended. */
  static boolean isLeftBehind(String namespace) {
    String[] parts = namespace.split("-", -1);
    if (!namespace.matches(PREFIX + "[0-9]{1,10}-[0-9]{1,18}-[0-9]{1,3}-[a-z0-9]+")) {
      return false;
    }
    return LinuxProcess.at(Long.parseLong(parts[1]))
        .filter(living -> start(living).equals(parts[2]))
        .isEmpty();
  }

  /** Namespaces do not outlive a boot, so that its number says nothing. */
  private static String start(LinuxProcess process) {
    return process.born().substring(process.born().lastIndexOf('/') + 1);
  }

  String namespace(String node) {
    return "%s%d-%s-%d-%s".formatted(PREFIX, owner.pid(), start(owner), net, node);
  }

  private String router() {
    return namespace("router");
  }

  /** This machine's end of the wire to the router; a name has at most 15 characters. */
  private String device() {
    return PREFIX + net;
  }

  private String subnet() {
    return "10.231.%d.0/24".formatted(net);
  }

  private String address(int last) {
    return "10.231.%d.%d".formatted(net, last);
  }

  private static int number(String node) {
    return Integer.parseInt(node.substring(1));
  }
}
