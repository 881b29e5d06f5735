package kassa.gateway.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kassa.gateway.api.ApiKeys;
import kassa.gateway.api.MerchantRoutes;
import kassa.gateway.card.Iso8583Acquirer;
import kassa.gateway.checkout.AdmissionLimit;
import kassa.gateway.checkout.Budget;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutHome;
import kassa.gateway.checkout.CheckoutPolicy;
import kassa.gateway.checkout.CheckoutTurns;
import kassa.gateway.checkout.OpenOrders;
import kassa.gateway.checkout.Pace;
import kassa.gateway.checkout.Reconciliation;
import kassa.gateway.http.HttpServer;
import kassa.gateway.http.Routes;
import kassa.gateway.merchant.KnownMerchants;
import kassa.gateway.merchant.Merchant;
import kassa.gateway.merchant.Seed;
import kassa.gateway.node.GatewaySettings.Address;
import kassa.gateway.ops.Configuration;
import kassa.gateway.ops.Draining;
import kassa.gateway.ops.OpsRoutes;
import kassa.ring.Bound;
import kassa.ring.Key;
import kassa.ring.node.RingNode;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;
import kassa.ring.store.RocksStore;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A whole node: the ring below, the merchant API and the management address on top. */
final class GatewayNode implements AutoCloseable {
  /** Checkouts at once that are at home here, this node's own and others'. */
  private static final int MOST_RUNS = 1_024;

  /** Entries of orders younger than this are live requests, in milliseconds. */
  private static final long LIVE = 2_000;

  /** Longer than a pause of the collector, and there is still time for what is taken. */
  private static final Duration STANDSTILL = Duration.ofSeconds(1);

  /** How long answers may still go out when the node is stopped. */
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final GatewaySettings settings;
  private final Iso8583Acquirer acquirer;
  private final RingNode ring;
  private final KnownMerchants merchants;
  private final CheckoutTurns turns;
  private final HttpServer http = new HttpServer();
  private volatile List<Bound> atHome = List.of();
  private volatile List<Bound> accepting = List.of();
  private final Draining draining =
      new Draining(() -> atHome.stream().mapToLong(bound -> bound.use().orElse(0)).sum());

  /**
   * Starts a node, and returns when it serves.
   *
   * @param fatal told when a part of the node ended; the process has to end
   * @throws IOException when the disk or a port cannot be had, with the reason for people
   */
  static GatewayNode start(GatewaySettings settings, Consumer<Throwable> fatal) throws IOException {
    return start(settings, Clock.systemUTC(), fatal);
  }

  /** The same by a clock that may be off. */
  static GatewayNode start(GatewaySettings settings, Clock wall, Consumer<Throwable> fatal)
      throws IOException {
    CheckoutTurns turns = new CheckoutTurns(STANDSTILL, Budget.DEFAULT.whole(), wall.instant());
    Postman postman = new Postman(settings.ring().self());
    RingNode ring =
        RingNode.start(
            settings.ring(),
            RocksStore.Disk.REAL,
            wall,
            OpenOrders::isOpen,
            postman::arrived,
            fatal);
    GatewayNode node = new GatewayNode(settings, ring, turns);
    try {
      node.seed();
      node.serve(node.actors(postman));
      return node;
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private GatewayNode(GatewaySettings settings, RingNode ring, CheckoutTurns turns) {
    this.settings = settings;
    this.ring = ring;
    this.turns = turns;
    this.merchants = new KnownMerchants(ring::smallState);
    this.acquirer = Iso8583Acquirer.start(settings.acquirer(), ring.clock(), connected -> {});
  }

  /** Configured merchants are said again at every start, which changes nothing but the first. */
  private void seed() throws IOException {
    for (Seed seed : settings.merchants()) {
      Entry said = Merchant.seeded(seed.keys());
      try {
        ChangeOutcome outcome =
            ring.change(Merchant.name(seed.id()), entry -> said).toCompletableFuture().join();
        if (outcome instanceof ChangeOutcome.Full) {
          throw new IOException("there is no room for merchant " + seed.id());
        }
      } catch (CompletionException e) {
        throw new IOException("merchant " + seed.id() + " is not kept: " + e.getCause(), e);
      }
    }
  }

  private ActorRef<ForwardActor.Command> actors(Postman postman) {
    SecureRandom random = new SecureRandom();
    CheckoutPolicy policy = new CheckoutPolicy();
    CheckoutHome home =
        new CheckoutHome(
            ring.self(),
            settings.keys(),
            acquirer.acquirer(),
            Budget.DEFAULT,
            policy,
            () -> ring.takesNewOrders() && !draining.isOn(),
            MOST_RUNS,
            ForwardActor.HEDGE.dividedBy(2));
    ActorRef<CheckoutActor.Command> checkouts =
        ring.spawn(
            "checkouts",
            Behaviors.setup(
                context ->
                    Behaviors.withTimers(
                        timers ->
                            new CheckoutActor(
                                context,
                                timers,
                                home,
                                ring,
                                ring.clock(),
                                acquirer,
                                postman,
                                now -> atHome = List.of(now),
                                random.nextInt(999_999)))),
            Props.empty());
    ActorRef<ForwardActor.Command> forwards =
        ring.spawn(
            "accepting",
            Behaviors.setup(
                context ->
                    Behaviors.withTimers(
                        timers ->
                            new ForwardActor(
                                context,
                                timers,
                                ring,
                                ring.clock(),
                                postman,
                                turns,
                                now -> accepting = List.of(now),
                                random.nextInt() & 0xffffffffL))),
            Props.empty());
    ring.spawn(
        "reconciliation",
        Behaviors.<ReconciliationActor.Command>setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new ReconciliationActor(
                            context,
                            timers,
                            new Reconciliation(policy, Pace.DEFAULT),
                            ring,
                            ring.clock(),
                            this::leftOpen,
                            acquirer))),
        DispatcherSelector.blocking());
    postman.open(ring::post, checkouts, forwards);
    return forwards;
  }

  /** With a clock that is off there is nothing that reconciliation could record: others do it. */
  private List<Key> leftOpen() {
    return ring.clockSkew().isPresent()
        ? List.of()
        : ring.store().open(System.currentTimeMillis() - LIVE, Integer.MAX_VALUE);
  }

  /** Checkouts at once that are accepted here, by how fast they are answered. */
  private static AdmissionLimit limit() {
    return new AdmissionLimit(2, 512, 64, Duration.ofMillis(300));
  }

  private void serve(ActorRef<ForwardActor.Command> forwards) throws IOException {
    MerchantRoutes routes =
        new MerchantRoutes(
            new ApiKeys(merchants, ring::hasHeardSmallState),
            settings.keys(),
            ring,
            settings.ring().ring().replication(),
            limit(),
            turns,
            checkout -> {
              CompletableFuture<CheckoutAnswer> answer = new CompletableFuture<>();
              forwards.tell(new ForwardActor.Accepted(checkout, answer));
              return answer;
            },
            ring.clock());
    Configuration configuration =
        new Configuration(ring.self(), () -> bounds(routes), settings.shown());
    Routes ops = new OpsRoutes(ring, acquirer, merchants, draining, turns, configuration).routes();
    Address management = settings.management();
    http.bind(management.host(), management.port(), ops);
    Address shop = settings.http();
    http.bind(shop.host(), shop.port(), routes);
    for (int alias : settings.aliases()) {
      http.bind(shop.host(), alias, routes);
    }
  }

  /** All that this node is bounded by, in the order of a checkout's way. */
  private List<Bound> bounds(MerchantRoutes routes) {
    return Stream.of(
            http.bounds(),
            routes.bounds(),
            accepting,
            atHome,
            Budget.DEFAULT.bounds(),
            acquirer.bounds(),
            List.of(ReconciliationActor.bound()),
            ring.bounds())
        .flatMap(List::stream)
        .toList();
  }

  /** Lets answers that are due go out, then ends all of it. */
  @Override
  public void close() {
    http.close(GOODBYE);
    ring.close();
    acquirer.close();
  }
}
