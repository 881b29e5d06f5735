package kassa.gateway.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.CardProcessor;
import kassa.gateway.card.Trace;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutHome;
import kassa.gateway.checkout.HomeEffect;
import kassa.gateway.checkout.RunEffect;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.wire.CheckoutParcel;
import kassa.ring.AppendOutcome;
import kassa.ring.Bound;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.Ring;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** The home of checkouts: those that other nodes hand over, and this node's own. */
final class CheckoutActor extends AbstractBehavior<CheckoutActor.Command> {
  private static final Duration TICK = Duration.ofMillis(10);
  private static final int STANS = 999_999;

  sealed interface Command {}

  record Handed(NodeId from, long forward, Checkout checkout) implements Command {}

  private record Appended(long run, Key key, AppendOutcome outcome) implements Command {}

  private record Found(long run, ReadOutcome outcome) implements Command {}

  private record Heard(long run, AuthorizationResult result) implements Command {}

  private record Tick() implements Command {}

  private final CheckoutHome home;
  private final Ring ring;
  private final Clock clock;
  private final CardProcessor cards;
  private final Postman postman;
  private final Consumer<Bound> bound;
  private int stan;

  /**
   * @param bound told how many checkouts are at home here, at every tick
   * @param firstStan where this life counts trace numbers from, 0 to 999998; random
   */
  CheckoutActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      CheckoutHome home,
      Ring ring,
      Clock clock,
      CardProcessor cards,
      Postman postman,
      Consumer<Bound> bound,
      int firstStan) {
    super(context);
    this.home = home;
    this.ring = ring;
    this.clock = clock;
    this.cards = cards;
    this.postman = postman;
    this.bound = bound;
    this.stan = firstStan;
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Handed.class, this::onHanded)
        .onMessage(Appended.class, this::onAppended)
        .onMessage(Found.class, f -> perform(home.found(f.run(), f.outcome(), now())))
        .onMessage(Heard.class, h -> perform(home.heard(h.run(), h.result(), now())))
        .onMessage(Tick.class, tick -> onTick())
        .build();
  }

  private Behavior<Command> onHanded(Handed handed) {
    stan = stan % STANS + 1;
    Instant now = now();
    Key key = new Key(handed.checkout().order().value());
    return perform(
        home.handed(
            new CheckoutHome.Caller(handed.from(), handed.forward()),
            handed.checkout(),
            () -> ring.local(key),
            new Trace(stan, now.truncatedTo(ChronoUnit.SECONDS)),
            now));
  }

  private Behavior<Command> onAppended(Appended appended) {
    return perform(
        home.appended(appended.run(), appended.outcome(), () -> ring.local(appended.key()), now()));
  }

  private Behavior<Command> onTick() {
    bound.accept(home.bound());
    return perform(home.tick(now()));
  }

  private Behavior<Command> perform(List<HomeEffect> effects) {
    for (HomeEffect effect : effects) {
      if (effect instanceof HomeEffect.Receipt receipt) {
        CheckoutHome.Caller caller = receipt.caller();
        postman.post(caller.node(), new CheckoutParcel.Received(caller.forward()));
      } else if (effect instanceof HomeEffect.Tell tell) {
        CheckoutHome.Caller caller = tell.caller();
        postman.post(caller.node(), new CheckoutParcel.Answered(caller.forward(), tell.answer()));
      } else if (effect instanceof HomeEffect.Step step) {
        perform(step.run(), new Key(step.order().value()), step.effect());
      }
    }
    return this;
  }

  /** What a run wants at a certain time is done by the tick. */
  private void perform(long run, Key key, RunEffect effect) {
    if (effect instanceof RunEffect.Read read) {
      getContext()
          .pipeToSelf(
              ring.read(key, read.timeout()),
              (found, failure) -> new Found(run, Never.failed(found, failure)));
    } else if (effect instanceof RunEffect.Append append) {
      appended(run, key, ring.append(key, OrderFactCodec.encode(append.facts()), append.timeout()));
    } else if (effect instanceof RunEffect.Ensure ensure) {
      appended(run, key, ring.ensure(key, ensure.facts(), ensure.timeout()));
    } else if (effect instanceof RunEffect.Authorize send) {
      heard(run, cards.authorize(send.authorization(), send.card(), send.deadline()));
    } else if (effect instanceof RunEffect.Repeat send) {
      heard(run, cards.repeat(send.authorization(), send.card(), send.deadline()));
    }
  }

  private void appended(long run, Key key, CompletionStage<AppendOutcome> outcome) {
    getContext()
        .pipeToSelf(
            outcome, (done, failure) -> new Appended(run, key, Never.failed(done, failure)));
  }

  private void heard(long run, CompletionStage<AuthorizationResult> result) {
    getContext().pipeToSelf(result, (done, failure) -> new Heard(run, Never.failed(done, failure)));
  }

  private Instant now() {
    return clock.instant();
  }
}
