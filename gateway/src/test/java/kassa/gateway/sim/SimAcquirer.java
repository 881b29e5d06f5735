package kassa.gateway.sim;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.AuthorizationResult.Declined;
import kassa.gateway.card.AuthorizationResult.NotFound;
import kassa.gateway.card.AuthorizationResult.NotSent;
import kassa.gateway.card.AuthorizationResult.Unknown;
import kassa.gateway.card.DeclineCode;
import kassa.ring.sim.SimRing;
import kassa.ring.sim.World;

/**
 * An acquirer that has each effect once and remembers it, by reference. It may be away, silent
 * before or after the effect, late, hear a message twice, decline, or say that it did nothing.
 */
final class SimAcquirer {
  private final World world;
  private final Random random;
  private final Map<String, Entry> ledger = new LinkedHashMap<>();
  private boolean up = true;
  private int underWay;
  private int transactions;

  /**
   * What became of a reference.
   *
   * @param first the message that had the effect
   */
  record Entry(AuthorizationResult result, Authorization first, Instant at) {
    boolean isCharged() {
      return result instanceof Approved;
    }
  }

  SimAcquirer(World world) {
    this.world = world;
    this.random = world.stream("acquirer");
  }

  void begin() {
    world.schedule(2_000 + random.nextInt(4_000), this::goAway);
  }

  private void goAway() {
    if (world.faulty()) {
      up = false;
      world.reach(Sometimes.ACQUIRER_AWAY);
      world.schedule(100 + random.nextInt(1_500), () -> up = true);
      world.schedule(1_000 + random.nextInt(5_000), this::goAway);
    }
  }

  Optional<Entry> entry(String reference) {
    return Optional.ofNullable(ledger.get(reference));
  }

  Map<String, Entry> ledger() {
    return ledger;
  }

  /** Whether no message is on its way here. */
  boolean isQuiet() {
    return underWay == 0;
  }

  boolean isUp() {
    return up || !world.faulty();
  }

  /** An authorization, first or repeated: the acquirer makes no difference. */
  void authorize(
      Authorization question, Instant deadline, SimRing home, Consumer<AuthorizationResult> done) {
    Call call = new Call(deadline, home, done);
    switch (mishap()) {
      case 0 -> {} // lost on the way
      case 1 -> {
        world.reach(Sometimes.EFFECT_WITHOUT_AN_ANSWER);
        arrive(10, question, deadline, result -> {});
      }
      case 2 -> arrive(500 + random.nextInt(9_000), question, deadline, call::answer);
      case 3 -> {
        arrive(10, question, deadline, call::answer);
        arrive(random.nextInt(8_000), question, deadline, call::answer);
      }
      case 4 -> {
        world.reach(Sometimes.REFUSED_BY_THE_HOST);
        world.schedule(5, () -> call.answer(new NotSent("format error")));
      }
      default -> arrive(random.nextInt(60), question, deadline, call::answer);
    }
  }

  void inquire(
      Authorization question,
      Instant deadline,
      SimRing asking,
      Consumer<AuthorizationResult> done) {
    Call call = new Call(deadline, asking, done);
    if (!isUp()) {
      world.schedule(1, () -> call.answer(new NotSent("connection refused")));
    } else if (mishap() > 1) {
      world.schedule(5 + random.nextInt(60), () -> call.answer(found(question)));
    }
  }

  private int mishap() {
    return world.faulty() ? random.nextInt(20) : 20;
  }

  private AuthorizationResult found(Authorization question) {
    return entry(question.reference().value()).map(Entry::result).orElseGet(NotFound::new);
  }

  private void arrive(
      int delay, Authorization question, Instant deadline, Consumer<AuthorizationResult> answer) {
    underWay++;
    world.schedule(
        1 + delay,
        () -> {
          underWay--;
          answer.accept(effect(question, deadline));
        });
  }

  private AuthorizationResult effect(Authorization question, Instant deadline) {
    String reference = question.reference().value();
    Entry known = ledger.get(reference);
    if (known != null) {
      return known.result();
    }
    Instant now = Instant.ofEpochMilli(world.now());
    if (now.isAfter(deadline)) {
      world.reach(Sometimes.LATE_EFFECT_AFTER_THE_DEADLINE);
    }
    AuthorizationResult result =
        random.nextInt(6) == 0
            ? new Declined(DeclineCode.INSUFFICIENT_FUNDS)
            : new Approved("tx-" + ++transactions, "A1B2C3", question.capture());
    world.note("ledger " + reference + " " + result);
    ledger.put(reference, new Entry(result, question, now));
    return result;
  }

  /** Answers once: by the deadline, and with what came first. */
  private final class Call {
    private final SimRing caller;
    private final Consumer<AuthorizationResult> done;
    private boolean answered;

    Call(Instant deadline, SimRing caller, Consumer<AuthorizationResult> done) {
      this.caller = caller;
      this.done = done;
      long left = Math.max(1, deadline.toEpochMilli() - world.now());
      world.schedule(left, () -> answer(new Unknown("no answer")));
    }

    void answer(AuthorizationResult result) {
      if (!answered) {
        answered = true;
        caller.whenAwake(() -> done.accept(result));
      }
    }
  }
}
