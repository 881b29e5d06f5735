package kassa.gateway.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kassa.gateway.checkout.Budget;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutPolicy;
import kassa.gateway.checkout.OpenOrders;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderKeys;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.sim.Appends;
import kassa.ring.sim.Bug;
import kassa.ring.sim.Plan;
import kassa.ring.sim.SimRing;
import kassa.ring.sim.Stage;
import kassa.ring.sim.Step;
import kassa.ring.sim.Swarm;
import kassa.ring.sim.Tenant;
import kassa.ring.sim.World;
import kassa.ring.store.Agenda;

/**
 * A gateway in a simulated ring: on every node the accepting side, homes and reconciliation; beside
 * them merchants and an acquirer, which no fault of a node touches. Facts about nothing are
 * appended in the same ring.
 */
public final class Checkouts implements Tenant {
  static final Duration HEDGE = Duration.ofMillis(200);
  static final String ACQUIRER = "sandbox";
  static final Budget BUDGET = Budget.DEFAULT;

  /** Who asks when all is well again. */
  static final MerchantId AFTER_THE_FAULTS = new MerchantId("after");

  final World world;
  final OrderKeys keys = new OrderKeys(new byte[OrderKeys.MIN_SECRET]);
  final CheckoutPolicy policy;
  final SimAcquirer acquirer;
  final Orders orders;
  final RunLedger ledger;
  final Checker checker;

  private final Appends appends;
  private final Merchants merchants;
  private final Map<NodeId, SimGateway> gateways = new TreeMap<>();
  private final Map<NodeId, SimRing> rings = new TreeMap<>();
  private final Map<Key, FinalRead> finalReads = new LinkedHashMap<>();
  private final Map<FactSet, Boolean> open = new HashMap<>();
  private final Map<NodeId, Long> lowUntil = new HashMap<>();
  private final Map<Long, Long> requestOf = new HashMap<>();
  private int stan;

  private Checkouts(World world) {
    this.world = world;
    this.policy = BrokenPolicy.of(world);
    this.acquirer = new SimAcquirer(world);
    this.orders = new Orders(world);
    this.ledger = new RunLedger(this);
    this.appends = new Appends(world);
    this.merchants = new Merchants(this);
    this.checker = new Checker(this, merchants);
  }

  /**
   * Checkouts under all faults.
   *
   * @param operations requests of merchants, the repeated ones not counted; one in eight is an
   *     append of facts about nothing instead
   */
  public static Stage stage(int operations) {
    return new Stage() {
      @Override
      public Plan plan(long seed) {
        Plan.Draft draft = new Plan.Draft();
        Merchants.draw(seed, operations - operations / 8, draft);
        Appends.draw(seed, operations / 8, draft);
        AcquirerFault.draw(seed, draft);
        LowDisk.draw(seed, draft);
        Swarm.draw(seed, draft);
        return draft.plan(seed, Swarm.nodes(seed), Swarm.faultsEnd(seed));
      }

      @Override
      public Tenant tenant(World world) {
        return new Checkouts(world);
      }

      @Override
      public Set<String> mustReach() {
        Set<String> states = new TreeSet<>(Appends.mustReach());
        EnumSet.complementOf(EnumSet.of(Sometimes.READ_BY_RECONCILIATION))
            .forEach(state -> states.add(state.name()));
        return states;
      }

      @Override
      public List<Bug> bugs() {
        return List.of(Mutant.values());
      }

      @Override
      public String command() {
        return Stage.command("./kassa sim", operations);
      }
    };
  }

  boolean planted(Bug bug) {
    return world.planted(bug);
  }

  /** Every disk asks about the same sets: each is looked at once. */
  @Override
  public Agenda agenda() {
    return facts -> open.computeIfAbsent(facts, OpenOrders::isOpen);
  }

  @Override
  public Set<Partition> partitions() {
    Set<Partition> all = new HashSet<>(appends.partitions());
    for (Plan.Timed timed : world.plan().steps()) {
      if (timed.step() instanceof Ask ask) {
        merchants.orders(ask).forEach(order -> all.add(Partition.of(new Key(order.value()))));
      }
    }
    for (NodeId node : world.ring.nodes()) {
      merchants
          .orders(afterTheFaults(node))
          .forEach(order -> all.add(Partition.of(new Key(order.value()))));
    }
    return all;
  }

  @Override
  public Resident moveIn(SimRing ring) {
    SimGateway gateway = new SimGateway(this, ring);
    gateways.put(ring.self(), gateway);
    rings.put(ring.self(), ring);
    appends.moveIn(ring);
    return gateway;
  }

  @Override
  public void perform(Step step) {
    if (step instanceof Ask ask) {
      merchants.begin(ask);
    } else if (step instanceof AcquirerFault fault) {
      acquirer.begin(fault);
    } else if (step instanceof LowDisk low) {
      world.occurred(low.kind());
      lowUntil.merge(low.node(), world.now() + low.lasts(), Math::max);
    } else {
      appends.perform(step);
    }
  }

  /** Whether orders may begin at a node. */
  boolean hasRoom(NodeId node) {
    return world.now() >= lowUntil.getOrDefault(node, 0L);
  }

  /** Every node sells again. */
  @Override
  public void healed() {
    acquirer.heal();
    lowUntil.clear();
    appends.healed();
    gateways.keySet().forEach(node -> merchants.begin(afterTheFaults(node)));
  }

  private static Ask afterTheFaults(NodeId node) {
    // Those who asked in vain for long may keep a node busy for a while yet.
    List<Ask.Try> tries = new ArrayList<>(List.of(new Ask.Try(node, 0)));
    tries.addAll(Collections.nCopies(20, new Ask.Try(node, 1_000)));
    return new Ask(AFTER_THE_FAULTS, "healed-" + node, 1, tries, false);
  }

  /** First all is known that can be known; then every order is read once more. */
  @Override
  public boolean isSettled() {
    return merchants.areDone() && acquirer.isQuiet() && checker.allIsKnown() && allAreRead();
  }

  /**
   * What came in since a read began is read again, and what was on a fallback only when it did; all
   * at once.
   */
  private boolean allAreRead() {
    List<Key> unread = new ArrayList<>();
    orders.keys().filter(key -> !isRead(key)).forEach(unread::add);
    return unread.isEmpty();
  }

  private boolean isRead(Key key) {
    FinalRead last = finalReads.get(key);
    FactSet facts = world.copies.everywhere(key);
    boolean right =
        last != null
            && last.before().equals(facts)
            && last.outcome().filter(outcome -> checker.isAllOf(key, outcome)).isPresent();
    if (!right && (last == null || !last.before().equals(facts) || last.isDue(world.now()))) {
      FinalRead next = new FinalRead(facts, world.now() + 2_000);
      finalReads.put(key, next);
      List<SimRing> all = List.copyOf(rings.values());
      SimRing any = all.get(world.dice("final read " + key).nextInt(all.size()));
      any.read(key, 1_000, next::found);
    }
    return right;
  }

  @Override
  public void check() {
    appends.check();
    checker.inTheEnd(finalReads);
  }

  /** How long until a node's own clock shows that time. */
  static long until(SimRing ring, Instant at) {
    return Math.max(1, Duration.between(ring.now(), at).toMillis());
  }

  long nextForward(Request request) {
    long number = requestOf.size() + 1L;
    requestOf.put(number, request.id);
    return number;
  }

  long requestBehind(long forward) {
    Long request = requestOf.get(forward);
    if (request == null) {
      throw new IllegalArgumentException("no forward " + forward);
    }
    return request;
  }

  int nextStan() {
    return ++stan;
  }

  void accept(NodeId node, Request request) {
    SimGateway gateway = gateways.get(node);
    if (gateway != null) {
      gateway.accept(request);
    }
  }

  void told(Request request, CheckoutAnswer answer) {
    world.note("told " + request.id + " " + answer.getClass().getSimpleName());
    checker.told(request, answer);
    request.tell(answer);
  }
}
