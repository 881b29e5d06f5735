package kassa.gateway.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.Money;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Placed;
import kassa.ring.NodeId;
import kassa.ring.sim.Dice;
import kassa.ring.sim.Plan;
import kassa.ring.sim.Swarm;

/**
 * Hostile merchants: they ask again at other nodes, at once or much later, with another body under
 * the same key, give up and come back, and use each other's keys.
 */
final class Merchants {
  private static final MerchantId ONE = new MerchantId("one");
  private static final MerchantId TWO = new MerchantId("two");
  private static final long GIVES_UP = 5_000;
  private static final int MOST_TRIES = 4;

  private final Checkouts checkouts;
  private final List<Request> requests = new ArrayList<>();
  private int underWay;

  Merchants(Checkouts checkouts) {
    this.checkouts = checkouts;
  }

  /** Adds requests to a plan, which belong together in carts. */
  static void draw(long seed, int operations, Plan.Draft draft) {
    SplittableRandom random = new Dice(seed).of("merchants");
    List<NodeId> nodes = Plan.nodes(Swarm.nodes(seed));
    long end = Swarm.faultsEnd(seed);
    for (int drawn = 0, cart = 1; drawn < operations; cart++) {
      MerchantId merchant = random.nextBoolean() ? ONE : TWO;
      int asks = Math.min(operations - drawn, 1 + random.nextInt(random.nextBoolean() ? 1 : 4));
      long at = random.nextLong(end);
      for (int i = 0; i < asks; i++) {
        MerchantId who = random.nextInt(8) == 0 ? (merchant.equals(ONE) ? TWO : ONE) : merchant;
        int body = random.nextInt(5) == 0 ? 2 : 1;
        long later = i == 0 ? 0 : random.nextInt(random.nextBoolean() ? 200 : 6_000);
        Ask ask = new Ask(who, "cart-" + cart, body, tries(random, nodes), random.nextInt(5) == 0);
        draft.add(Math.min(end - 1, at + later), ask);
      }
      drawn += asks;
    }
  }

  private static List<Ask.Try> tries(SplittableRandom random, List<NodeId> nodes) {
    List<Ask.Try> tries = new ArrayList<>();
    int most = 1 + random.nextInt(MOST_TRIES);
    for (int i = 0; i < most; i++) {
      int wait = i == 0 ? 0 : 1 + random.nextInt(random.nextBoolean() ? 200 : 4_000);
      tries.add(new Ask.Try(nodes.get(random.nextInt(nodes.size())), wait));
    }
    return tries;
  }

  List<Request> requests() {
    return requests;
  }

  /** Whether no request waits, and none will come. */
  boolean areDone() {
    return underWay == 0;
  }

  void begin(Ask ask) {
    underWay++;
    send(ask, 0);
  }

  private void send(Ask ask, int which) {
    NodeId node = ask.tries().get(which).node();
    Placed placed = placed(ask);
    Request request =
        new Request(
            requests.size() + 1L,
            ask.merchant(),
            ask.key(),
            orderId(ask, node),
            placed,
            checkouts.world.now());
    requests.add(request);
    boolean[] over = {false};
    Runnable goOn =
        () -> {
          if (!over[0]) {
            over[0] = true;
            after(ask, which, request);
          }
        };
    request.whenTold(goOn);
    checkouts.world.schedule(GIVES_UP, goOn);
    checkouts.accept(node, request);
  }

  private void after(Ask ask, int which, Request request) {
    boolean settled =
        request.told().filter(a -> a instanceof Ordered || a instanceof KeyReused).isPresent();
    int next = which + 1;
    if (next < ask.tries().size() && (ask.stubborn() || !settled)) {
      checkouts.world.schedule(ask.tries().get(next).pause(), () -> send(ask, next));
    } else {
      underWay--;
    }
  }

  /** The names of what it asks for. */
  Stream<OrderId> orders(Ask ask) {
    return ask.tries().stream().map(attempt -> orderId(ask, attempt.node()));
  }

  private OrderId orderId(Ask ask, NodeId node) {
    MerchantId scope =
        checkouts.planted(Mutant.KEY_NOT_SCOPED_TO_THE_MERCHANT) ? ONE : ask.merchant();
    String path = checkouts.planted(Mutant.ORDER_ID_OF_ITS_NODE) ? node.value() : "/v1/orders";
    return checkouts.keys.orderId(scope, path, ask.key());
  }

  private Placed placed(Ask ask) {
    int body = checkouts.planted(Mutant.BODIES_ARE_NOT_COMPARED) ? 0 : ask.body();
    String canonical = ask.key() + " " + body;
    return new Placed(
        ask.merchant(),
        ask.key(),
        Money.of(100L * ask.body(), "SEK"),
        List.of(),
        ask.body() == 1 ? Placed.Capture.MANUAL : Placed.Capture.AUTOMATIC,
        true,
        new Placed.CardSummary("visa", "4242", 12, 2030),
        checkouts.keys.bodyFingerprint(ask.merchant(), canonical.getBytes(StandardCharsets.UTF_8)));
  }
}
