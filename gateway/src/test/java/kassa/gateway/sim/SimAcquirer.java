package kassa.gateway.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.AuthorizationResult.Declined;
import kassa.gateway.card.AuthorizationResult.NotFound;
import kassa.gateway.card.AuthorizationResult.NotSent;
import kassa.gateway.card.AuthorizationResult.Unknown;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.sim.AcquirerFault.Kind;
import kassa.ring.sim.SimRing;
import kassa.ring.sim.World;

/**
 * An acquirer that has each effect once and remembers it, by reference. What goes wrong with it is
 * in the plan; whether it declines is a matter of the reference.
 */
final class SimAcquirer {
  private final World world;
  private final List<AcquirerFault> faults = new ArrayList<>();
  private final Map<String, Entry> ledger = new LinkedHashMap<>();
  private final List<Consumer<Entry>> watchers = new ArrayList<>();
  private int underWay;

  /**
   * @param deadline by the asking node's clock
   */
  record Message(Authorization authorization, Instant deadline) {}

  /**
   * What became of a reference.
   *
   * @param first the message that had the effect
   * @param at true virtual milliseconds
   */
  record Entry(AuthorizationResult result, Authorization first, long at) {
    boolean isCharged() {
      return result instanceof Approved;
    }
  }

  SimAcquirer(World world) {
    this.world = world;
  }

  /** Calls at every effect, right after it. */
  void watch(Consumer<Entry> watcher) {
    watchers.add(watcher);
  }

  void begin(AcquirerFault fault) {
    world.occurred(fault.kind());
    faults.add(fault);
    world.schedule(fault.lasts(), () -> faults.remove(fault));
  }

  void heal() {
    faults.clear();
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
    return faults.stream().noneMatch(fault -> fault.what() == Kind.AWAY);
  }

  /** An authorization, first or repeated: the acquirer makes no difference. */
  void authorize(Message message, SimRing home, Consumer<AuthorizationResult> done) {
    SplittableRandom random =
        world.dice("acquirer " + home.self() + " " + message.authorization().reference());
    Call call = new Call(message, home, done);
    if (suffers(Kind.REFUSES, random)) {
      world.reach(Sometimes.REFUSED_BY_THE_HOST);
      world.schedule(5, () -> call.answer(new NotSent("format error")));
      return;
    }
    if (suffers(Kind.SILENT_BEFORE_THE_EFFECT, random)) {
      return;
    }
    long delay = 1 + (long) random.nextInt(40);
    if (suffers(Kind.LATE, random)) {
      delay += random.nextInt(9_000);
    }
    boolean silent = suffers(Kind.SILENT_AFTER_THE_EFFECT, random);
    if (silent) {
      world.reach(Sometimes.EFFECT_WITHOUT_AN_ANSWER);
    }
    arrive(delay, message, home, silent ? result -> {} : call::answer);
    if (suffers(Kind.TWICE, random)) {
      arrive(delay + random.nextInt(8_000), message, home, call::answer);
    }
  }

  void inquire(Message message, SimRing asking, Consumer<AuthorizationResult> done) {
    SplittableRandom random =
        world.dice("inquiry " + asking.self() + " " + message.authorization().reference());
    Call call = new Call(message, asking, done);
    if (!isUp()) {
      world.schedule(1, () -> call.answer(new NotSent("connection refused")));
    } else if (!suffers(Kind.SILENT_BEFORE_THE_EFFECT, random)
        && !suffers(Kind.SILENT_AFTER_THE_EFFECT, random)) {
      world.schedule(
          1 + (long) random.nextInt(40), () -> call.answer(found(message.authorization())));
    }
  }

  private boolean suffers(Kind kind, SplittableRandom random) {
    int draw = random.nextInt(100); // always drawn, so that the faults do not disturb each other
    return faults.stream().anyMatch(fault -> fault.what() == kind && draw < fault.percent());
  }

  private AuthorizationResult found(Authorization question) {
    return entry(question.reference().value()).map(Entry::result).orElseGet(NotFound::new);
  }

  private void arrive(
      long delay, Message message, SimRing home, Consumer<AuthorizationResult> answer) {
    underWay++;
    world.schedule(
        delay,
        () -> {
          underWay--;
          if (home.now().isAfter(message.deadline())) {
            world.reach(Sometimes.ARRIVED_AFTER_THE_DEADLINE);
          }
          answer.accept(effect(message.authorization()));
        });
  }

  private AuthorizationResult effect(Authorization question) {
    String reference = question.reference().value();
    Entry known = ledger.get(reference);
    if (known != null) {
      return known.result();
    }
    AuthorizationResult result =
        world.dice().of("declines " + reference).nextInt(6) == 0
            ? new Declined(DeclineCode.INSUFFICIENT_FUNDS)
            : new Approved("tx-" + reference.substring(0, 12), "A1B2C3", question.capture());
    world.note("ledger " + reference + " " + result);
    Entry entry = new Entry(result, question, world.now());
    ledger.put(reference, entry);
    watchers.forEach(watcher -> watcher.accept(entry));
    return result;
  }

  /** Answers once: by the deadline, and with what came first. */
  private static final class Call {
    private final SimRing caller;
    private final Consumer<AuthorizationResult> done;
    private boolean answered;

    Call(Message message, SimRing caller, Consumer<AuthorizationResult> done) {
      this.caller = caller;
      this.done = done;
      caller.later(
          Checkouts.until(caller, message.deadline()), () -> answer(new Unknown("no answer")));
    }

    void answer(AuthorizationResult result) {
      if (!answered) {
        answered = true;
        caller.whenAwake(() -> done.accept(result));
      }
    }
  }
}
