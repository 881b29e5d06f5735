package kassa.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kassa.gateway.card.AcquirerSettings;
import kassa.gateway.merchant.KeyHash;
import kassa.gateway.merchant.Seed;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderKeys;
import kassa.ring.NodeId;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.disk.DiskMarks;
import kassa.ring.node.RingSettings;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;

/**
 * What a gateway node is started with.
 *
 * @param http where merchants reach it; the aliases are further ports of the same
 * @param management where peers and operators do
 * @param merchants those that are known from the start; others are added while the ring runs
 */
record GatewaySettings(
    RingSettings ring,
    Address http,
    List<Integer> aliases,
    Address management,
    AcquirerSettings acquirer,
    OrderKeys keys,
    List<Seed> merchants) {

  record Address(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }

    static Address parse(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("'" + text + "' is not host:port");
      }
      return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
  }

  /** The configuration is wrong; the message names every mistake at once. */
  static final class Mistaken extends Exception {
    private static final long serialVersionUID = 1;

    Mistaken(Path file, List<String> mistakes) {
      super(file + " has mistakes:\n  " + String.join("\n  ", mistakes));
    }
  }

  /** What operators may see of it: everything but secrets. */
  Map<String, String> shown() {
    Replication replication = ring.ring().replication();
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("node.id", ring.self().value());
    shown.put("node.data", ring.data().toAbsolutePath().toString());
    shown.put("node.zone", ring.own().zone());
    shown.put("node.http", ring.own().http());
    shown.put("node.management", ring.own().management());
    shown.put("ring.name", ring.ring().name());
    shown.put(
        "ring.replication",
        "n=%d w=%d r=%d".formatted(replication.n(), replication.w(), replication.r()));
    for (Member member : ring.ring().members()) {
      shown.put(
          "ring.members." + member.node(),
          "zone=%s http=%s management=%s"
              .formatted(member.zone(), member.http(), member.management()));
    }
    shown.put("ring.remoting.host", ring.remotingHost());
    shown.put("ring.remoting.ports", ring.firstPort() + "-" + ring.lastPort());
    shown.put("archive.contact-points", String.join(" ", ring.archive().contactPoints()));
    shown.put("archive.datacenter", ring.archive().datacenter());
    shown.put("archive.keyspace", ring.archive().keyspace());
    shown.put("archive.hot-window", ring.hotWindow().toString());
    shown.put("acquirer", acquirer.name() + " at " + acquirer.host() + ":" + acquirer.port());
    shown.put("http.aliases", aliases.toString());
    shown.put("secret.fingerprint", keys.fingerprint());
    for (Seed seed : merchants) {
      shown.put("merchants." + seed.id(), "keys: " + seed.keys().size());
    }
    return shown;
  }

  static GatewaySettings read(Path file) throws Mistaken {
    List<String> mistakes = new ArrayList<>();
    if (!file.toFile().isFile()) {
      throw new Mistaken(file, List.of("there is no such file"));
    }
    Config kassa;
    try {
      kassa = ConfigFactory.parseFile(file.toFile()).resolve().getConfig("kassa");
    } catch (ConfigException e) {
      throw new Mistaken(file, List.of(String.valueOf(e.getMessage())));
    }
    return new Reading(kassa, mistakes).settings(file);
  }

  /** Goes on after a mistake, to find the others. */
  private record Reading(Config kassa, List<String> mistakes) {
    GatewaySettings settings(Path file) throws Mistaken {
      Optional<NodeId> self = at("node.id", c -> new NodeId(c.getString("node.id")));
      Optional<Path> data = at("node.data", c -> Path.of(c.getString("node.data")));
      Optional<RingDescriptor> descriptor = at("ring", this::descriptor);
      Optional<String> host = at("ring.remoting", c -> c.getString("ring.remoting.host"));
      Optional<List<Integer>> ports = at("ring.remoting.ports", this::ports);
      Optional<ArchiveSettings> archive = at("archive", this::archive);
      Optional<Duration> hotWindow =
          at(
              "archive.hot-window",
              c ->
                  c.hasPath("archive.hot-window")
                      ? c.getDuration("archive.hot-window")
                      : RingSettings.HOT_WINDOW);
      Optional<DiskMarks> marks = at("disk", this::marks);
      Optional<AcquirerSettings> acquirer = at("acquirer", this::acquirer);
      Optional<OrderKeys> keys =
          at("secret", c -> new OrderKeys(HexFormat.of().parseHex(c.getString("secret"))));
      List<Seed> merchants = at("merchants", this::merchants).orElse(List.of());
      Optional<List<Integer>> aliases =
          at(
              "http.aliases",
              c -> c.hasPath("http.aliases") ? c.getIntList("http.aliases") : List.of());
      Optional<Member> founder = descriptor.flatMap(d -> self.flatMap(d::member));
      Optional<Member> member =
          founder.or(() -> self.flatMap(id -> at("node", c -> newcomer(id, c))));
      if (!mistakes.isEmpty()) {
        throw new Mistaken(file, mistakes);
      }
      Optional<RingSettings> ring =
          at(
              "ring",
              c ->
                  new RingSettings(
                      member.orElseThrow(),
                      data.orElseThrow(),
                      descriptor.orElseThrow(),
                      host.orElseThrow(),
                      ports.orElseThrow().get(0),
                      ports.orElseThrow().get(1),
                      archive.orElseThrow(),
                      hotWindow.orElseThrow(),
                      marks.orElseThrow(),
                      keys.orElseThrow().fingerprint()));
      Optional<Address> http = at("ring.members", c -> Address.parse(member.orElseThrow().http()));
      Optional<Address> management =
          at("ring.members", c -> Address.parse(member.orElseThrow().management()));
      if (!mistakes.isEmpty()) {
        throw new Mistaken(file, mistakes);
      }
      return new GatewaySettings(
          ring.orElseThrow(),
          http.orElseThrow(),
          aliases.orElseThrow(),
          management.orElseThrow(),
          acquirer.orElseThrow(),
          keys.orElseThrow(),
          merchants);
    }

    private <T> Optional<T> at(String path, Function<Config, T> reading) {
      try {
        return Optional.of(reading.apply(kassa));
      } catch (ConfigException e) {
        mistakes.add(String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        mistakes.add(path + ": " + e.getMessage());
      }
      return Optional.empty();
    }

    private RingDescriptor descriptor(Config all) {
      Config ring = all.getConfig("ring");
      Supplier<Replication> said =
          () ->
              new Replication(
                  ring.getInt("replication.n"),
                  ring.getInt("replication.w"),
                  ring.getInt("replication.r"));
      return new RingDescriptor(
          ring.getString("name"),
          ring.hasPath("replication") ? said.get() : Replication.DEFAULT,
          ring.getConfigList("members").stream().map(Reading::member).toList());
    }

    private static Member member(Config member) {
      return new Member(
          new NodeId(member.getString("id")),
          member.getString("zone"),
          member.getString("http"),
          member.getString("management"));
    }

    /** A node that is not among those with which the ring began says itself where it is. */
    private static Member newcomer(NodeId self, Config all) {
      List<String> missing =
          Stream.of("zone", "http", "management").filter(p -> !all.hasPath("node." + p)).toList();
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            self
                + " is not among ring.members, so it needs node."
                + String.join(", node.", missing));
      }
      return new Member(
          self,
          all.getString("node.zone"),
          all.getString("node.http"),
          all.getString("node.management"));
    }

    private List<Integer> ports(Config all) {
      String[] ends = all.getString("ring.remoting.ports").split("-", -1);
      if (ends.length != 2) {
        throw new IllegalArgumentException("a range such as 17355-17454 is needed");
      }
      return List.of(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()));
    }

    private ArchiveSettings archive(Config all) {
      Config archive = all.getConfig("archive");
      return ArchiveSettings.of(
          archive.getStringList("contact-points"),
          archive.getString("datacenter"),
          archive.getString("keyspace"));
    }

    private DiskMarks marks(Config all) {
      DiskMarks unsaid = DiskMarks.DEFAULT;
      return new DiskMarks(
          all.hasPath("disk.shed-below") ? all.getBytes("disk.shed-below") : unsaid.shedBelow(),
          all.hasPath("disk.keep") ? all.getBytes("disk.keep") : unsaid.keep(),
          all.hasPath("disk.most-owed") ? all.getLong("disk.most-owed") : unsaid.mostOwed());
    }

    private AcquirerSettings acquirer(Config all) {
      Config acquirer = all.getConfig("acquirer");
      return AcquirerSettings.of(
          acquirer.getString("name"), acquirer.getString("host"), acquirer.getInt("port"));
    }

    private List<Seed> merchants(Config all) {
      List<Seed> seeds = new ArrayList<>();
      Set<MerchantId> ids = new HashSet<>();
      Set<KeyHash> keys = new HashSet<>();
      for (Config one : all.getConfigList("merchants")) {
        at("merchants", unused -> seed(one)).ifPresent(seeds::add);
      }
      for (Seed seed : seeds) {
        if (!ids.add(seed.id())) {
          mistakes.add("merchants: merchant " + seed.id() + " is there twice");
        }
        if (!seed.keys().stream().allMatch(keys::add)) {
          mistakes.add("merchants: an API key of merchant " + seed.id() + " is there twice");
        }
      }
      return seeds;
    }

    private static Seed seed(Config one) {
      MerchantId id = new MerchantId(one.getString("id"));
      try {
        return new Seed(id, one.getStringList("keys").stream().map(KeyHash::ofNew).toList());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("merchant " + id + ": " + e.getMessage(), e);
      }
    }
  }
}
