package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.DEADLINE;
import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.CardDetails;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderSamples;
import kassa.gateway.order.Recorded;
import kassa.ring.AppendOutcome;
import kassa.ring.FactSet;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;

/**
 * A checkout of body A at node n1, step by step: the test plays ring, acquirer and clock. Four
 * seconds are left at the start.
 */
final class Rehearsal {
  static final Instant START = DEADLINE.minusSeconds(4);

  final CheckoutRun run;
  private final List<RunEffect> effects = new ArrayList<>();
  private FactSet disk = FactSet.EMPTY;
  private Instant now = START;
  private long seq;

  Rehearsal() {
    run =
        new CheckoutRun(
            checkout(A), intent(A), new NodeId("n1"), Budget.DEFAULT, new CheckoutPolicy());
  }

  static Checkout checkout(String fingerprint) {
    return new Checkout(
        ID, placed(fingerprint), new CardDetails("4242424242424242", 2030, 12, "123"), DEADLINE);
  }

  Rehearsal start(Recorded... local) {
    disk = Copies.of(local);
    return perform(run.start(disk, now));
  }

  /** This disk left these to the archive. */
  Rehearsal startEvicted(Recorded... left) {
    disk = Copies.of(left).evicted();
    return perform(run.start(disk, now));
  }

  /** The order was read, from the archive as well. */
  Rehearsal found(Recorded... all) {
    return perform(run.found(new ReadOutcome.Found(Copies.of(all), 2), now));
  }

  Rehearsal unreachable() {
    return perform(run.found(new ReadOutcome.Unreachable(disk), now));
  }

  /** The append under way is on W places, which left these to an archive that is away. */
  Rehearsal unread(Recorded... left) {
    return appended(
        known -> new AppendOutcome.Unread(known, Copies.TWO), Copies.of(left).evicted());
  }

  /** The append under way is on W places, whose acknowledgements bring these back. */
  Rehearsal stored(Recorded... broughtBack) {
    return appended(true, broughtBack);
  }

  Rehearsal tooFew(Recorded... broughtBack) {
    return appended(false, broughtBack);
  }

  /** The ring records nothing, since the clock is off. */
  Rehearsal clockOff(Recorded... onThisDiskMeanwhile) {
    disk = disk.union(Copies.of(onThisDiskMeanwhile));
    run.learn(disk);
    return perform(run.appended(Copies.CLOCK_OFF, now));
  }

  private Rehearsal appended(boolean stored, Recorded... broughtBack) {
    return appended(stored ? Copies::stored : Copies::tooFew, Copies.of(broughtBack));
  }

  private Rehearsal appended(Function<FactSet, AppendOutcome> outcome, FactSet broughtBack) {
    if (last() instanceof RunEffect.Append append) {
      for (OrderFact fact : append.facts()) {
        Recorded own = OrderSamples.at(100 + seq, dot("n1", ++seq), fact);
        disk = disk.plus(List.of(Copies.fact(own)));
      }
    }
    return perform(run.appended(outcome.apply(disk.union(broughtBack)), now));
  }

  Rehearsal heard(AuthorizationResult result) {
    return perform(run.heard(result, now));
  }

  Rehearsal tick() {
    return perform(run.tick(now));
  }

  Rehearsal after(Duration time) {
    now = now.plus(time);
    return this;
  }

  Rehearsal at(Instant instant) {
    now = instant;
    return this;
  }

  private Rehearsal perform(List<RunEffect> more) {
    effects.addAll(more);
    return this;
  }

  /** What the run wanted last, beside being woken and beside its answer. */
  RunEffect last() {
    List<RunEffect> steps =
        effects.stream()
            .filter(e -> !(e instanceof RunEffect.WakeAt) && !(e instanceof RunEffect.Answer))
            .toList();
    return steps.get(steps.size() - 1);
  }

  /** What the run appended last. */
  List<OrderFact> appending() {
    return ((RunEffect.Append) last()).facts();
  }

  /** The answer; empty while there is none. */
  Optional<CheckoutAnswer> answer() {
    List<CheckoutAnswer> answers =
        effects.stream()
            .filter(e -> e instanceof RunEffect.Answer)
            .map(e -> ((RunEffect.Answer) e).answer())
            .toList();
    if (answers.size() > 1) {
      throw new AssertionError("answered twice: " + answers);
    }
    return answers.stream().findFirst();
  }

  /** Of what was learned, after the intent. */
  long appends() {
    return effects.stream().filter(e -> e instanceof RunEffect.Append).count() - 1;
  }

  long messagesSent() {
    return effects.stream()
        .filter(e -> e instanceof RunEffect.Authorize || e instanceof RunEffect.Repeat)
        .count();
  }

  FactSet disk() {
    return disk;
  }
}
