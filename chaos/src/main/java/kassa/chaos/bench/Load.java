package kassa.chaos.bench;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Performs one schedule: what {@link OpenLoop} says is due is sent, what {@link Checkout} says is
 * to be retried is. All of it on the shop's event loop, but for what is said to be for others.
 */
final class Load {
  /** How often the schedule is looked at. A late look loses nothing, and its lateness counts. */
  private static final long TICK_MICROS = 1_000;

  /** For thousands a second: to be woken for each would cost the ring what it is to show. */
  private static final long FLOOD_TICK_MICROS = 5_000;

  /** Beyond them the generator itself would be what is measured. */
  static final int MOST_IN_FLIGHT = 4_096;

  private final Shop shop;
  private final String phase;
  private final OpenLoop openLoop;
  private final BiFunction<OpenLoop.Start, Integer, Checkout> customer;
  private final boolean patient;
  private final long tickMicros;
  private final Consumer<Checkout.Ended> observer;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final long begin;
  private @Nullable Future<?> ticking;

  private Load(
      Shop shop,
      String phase,
      Schedule schedule,
      BiFunction<OpenLoop.Start, Integer, Checkout> customer,
      boolean patient,
      long tickMicros,
      Consumer<Checkout.Ended> observer) {
    this.shop = shop;
    this.phase = phase;
    this.openLoop = new OpenLoop(schedule, MOST_IN_FLIGHT);
    this.customer = customer;
    this.patient = patient;
    this.tickMicros = tickMicros;
    this.observer = observer;
    this.begin = shop.nanos();
  }

  /**
   * Begins, and returns at once; any thread may.
   *
   * @param phase a word that tells this load's orders from others of the same shop
   * @param observer told of every checkout that was due, once, on the event loop
   */
  static Load begin(Shop shop, String phase, Schedule schedule, Consumer<Checkout.Ended> observer) {
    return begun(new Load(shop, phase, schedule, Checkout::of, true, TICK_MICROS, observer));
  }

  /** The same, of customers who neither come again nor wait for a line. */
  static Load ofSingleTries(
      Shop shop, String phase, Schedule schedule, Consumer<Checkout.Ended> observer) {
    return begun(
        new Load(shop, phase, schedule, Checkout::once, false, FLOOD_TICK_MICROS, observer));
  }

  private static Load begun(Load load) {
    load.shop.loop().execute(load::start);
    return load;
  }

  /** When the last checkout has had its last word. For any thread. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** Nanoseconds since the begin of the schedule. For any thread. */
  long elapsed() {
    return shop.nanos() - begin;
  }

  /** Nothing more becomes due; it is over when what has begun is. For any thread. */
  void cutShort() {
    shop.loop().execute(openLoop::cutShort);
  }

  int inFlight() {
    return openLoop.inFlight();
  }

  private void start() {
    ticking = shop.loop().scheduleAtFixedRate(this::tick, 0, tickMicros, TimeUnit.MICROSECONDS);
  }

  private void tick() {
    try {
      OpenLoop.Due due = openLoop.due(elapsed());
      due.notStarted().forEach(start -> observer.accept(Checkout.Ended.notStarted(start)));
      for (OpenLoop.Start start : due.begun()) {
        Checkout checkout = customer.apply(start, shop.lines().nodes());
        if (patient || !shop.lines().areTaken(checkout.node())) {
          long late = elapsed() - start.intended();
          ask(checkout, shop.deadline().minusNanos(late));
        } else {
          openLoop.ended();
          observer.accept(Checkout.Ended.withoutLine(start));
        }
      }
      if (openLoop.isOver()) {
        end();
        over.complete(null);
      }
    } catch (RuntimeException bug) {
      // The event loop would drop it, and the bench would wait for ever.
      end();
      over.completeExceptionally(bug);
    }
  }

  private void end() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  private void ask(Checkout checkout, Duration patience) {
    String key = shop.form().key(phase, checkout.start().number());
    shop.lines()
        .place(
            checkout.node(),
            key,
            shop.form().body(key),
            patience,
            reply -> replied(checkout, reply));
  }

  private void replied(Checkout checkout, Reply reply) {
    Checkout.Step step = checkout.after(reply, elapsed());
    if (step instanceof Checkout.Step.Retry retry) {
      ask(retry.checkout(), shop.deadline());
    } else if (step instanceof Checkout.Step.End end) {
      openLoop.ended();
      observer.accept(end.ended());
    }
  }
}
