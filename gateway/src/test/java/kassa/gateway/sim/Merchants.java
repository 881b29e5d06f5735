package kassa.gateway.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.Money;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Placed;
import kassa.ring.NodeId;

/**
 * Hostile merchants: they ask again at other nodes, at once or much later, with another body under
 * the same key, give up and come back, and use each other's keys.
 */
final class Merchants {
  private static final MerchantId ONE = new MerchantId("one");
  private static final MerchantId TWO = new MerchantId("two");
  private static final long GIVES_UP = 5_000;
  private static final int MOST = 5;

  private final Checkouts checkouts;
  private final Random random;
  private final List<Request> requests = new ArrayList<>();
  private int carts;
  private int planned;

  Merchants(Checkouts checkouts) {
    this.checkouts = checkouts;
    this.random = checkouts.world.stream("merchants");
  }

  List<Request> requests() {
    return requests;
  }

  /** Whether no request waits, and none will come. */
  boolean areDone() {
    return planned == 0;
  }

  void begin() {
    later(300, this::nextCart);
  }

  private void nextCart() {
    String key = "cart-" + ++carts;
    shop(random.nextBoolean() ? ONE : TWO, key);
    if (random.nextInt(4) == 0) {
      shop(ONE, key);
      shop(TWO, key);
    }
    if (checkouts.world.faulty()) {
      later(100 + random.nextInt(600), this::nextCart);
    }
  }

  private void shop(MerchantId merchant, String key) {
    ask(merchant, key, 1, 0);
    if (random.nextInt(3) == 0) {
      ask(merchant, key, 1, random.nextInt(300));
    }
    if (random.nextInt(4) == 0) {
      ask(merchant, key, 2, random.nextInt(random.nextBoolean() ? 100 : 4_000));
    }
    if (random.nextInt(4) == 0) {
      ask(merchant, key, 1, 4_000 + random.nextInt(8_000));
    }
  }

  private void ask(MerchantId merchant, String key, int body, int delay) {
    later(delay, () -> send(merchant, key, body, 1));
  }

  private void later(int delay, Runnable task) {
    planned++;
    checkouts.world.schedule(
        1 + delay,
        () -> {
          planned--;
          task.run();
        });
  }

  private void send(MerchantId merchant, String key, int body, int tries) {
    Placed placed = placed(merchant, key, body);
    MerchantId scope = checkouts.mutant == Mutant.KEY_NOT_SCOPED_TO_THE_MERCHANT ? ONE : merchant;
    OrderId order = checkouts.keys.orderId(scope, "/v1/orders", key);
    Request request = new Request(requests.size() + 1, merchant, key, order, placed);
    requests.add(request);

    int[] waiting = {1};
    planned++;
    Runnable goOn =
        () -> {
          if (waiting[0]-- == 1) {
            planned--;
            again(request, body, tries);
          }
        };
    request.sent(checkouts.now(), goOn);
    checkouts.world.schedule(GIVES_UP, goOn);
    List<NodeId> nodes = checkouts.world.ring.nodes();
    checkouts.accept(nodes.get(random.nextInt(nodes.size())), request);
  }

  private void again(Request request, int body, int tries) {
    boolean settled =
        request.told().filter(Merchants::settles).isPresent() && random.nextInt(5) > 0;
    int most = checkouts.world.faulty() ? MOST : 2;
    if (!settled && tries < most && random.nextInt(4) > 0) {
      int wait = random.nextBoolean() ? random.nextInt(200) : random.nextInt(4_000);
      later(wait, () -> send(request.merchant, request.key, body, tries + 1));
    }
  }

  private static boolean settles(CheckoutAnswer answer) {
    return answer instanceof Ordered || answer instanceof KeyReused;
  }

  private Placed placed(MerchantId merchant, String key, int body) {
    String canonical = key + " " + body;
    return new Placed(
        merchant,
        key,
        Money.of(100L * body, "SEK"),
        List.of(),
        body == 1 ? Placed.Capture.MANUAL : Placed.Capture.AUTOMATIC,
        true,
        new Placed.CardSummary("visa", "4242", 12, 2030),
        checkouts.keys.bodyFingerprint(merchant, canonical.getBytes(StandardCharsets.UTF_8)));
  }
}
