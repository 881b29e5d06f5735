package kassa.ring.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kassa.ring.AppendOutcome;
import kassa.ring.FactDraft;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.store.Agenda;

/**
 * What it takes to hand over to a node that comes into a quiet ring and is given its share at once,
 * before it fetches anything: until every owner has said that it has all and nothing is owed to
 * anybody. Messages take 1 to 3 ms; what CPUs and bandwidth cost is not in it.
 *
 * @param facts that the newcomer got
 * @param millis of virtual time
 * @param sent to bring them: digests that the newcomer takes part in, and all names, facts and
 *     hints
 */
public record Join(long facts, long millis, Traffic.Sent sent) {
  /** Keys that the ring holds before, of {@link #FACTS} each. */
  public static final int KEYS = 1_000;

  public static final int FACTS = 3;

  /** Of a fact. */
  public static final int BYTES = 300;

  private static final long SPAN = 5_000;
  private static final long JOIN = SPAN + 1_000;
  private static final long LOOK = 10;
  private static final long TIMEOUT = 1_000;
  private static final Set<String> DIGESTS = Set.of("DigestAsk", "DigestTell");
  private static final Set<String> MOVING =
      Set.of("NamesAsk", "NamesTell", "FactsAsk", "FactsTell", "Deliver", "Delivered");

  /**
   * Lets a node come into a ring of some size.
   *
   * @throws IllegalStateException when something that must hold did not
   */
  public static Join into(int nodes) {
    Plan plan = plan(nodes);
    World world = new World(plan, null, Run.UNTRACED);
    Quiet quiet = new Quiet(world, Plan.nodes(nodes + 1).get(nodes));
    world.run(quiet);
    return quiet.measured.orElseThrow(() -> new IllegalStateException("it was not handed over"));
  }

  private static Plan plan(int nodes) {
    List<NodeId> all = Plan.nodes(nodes);
    Plan.Draft draft = new Plan.Draft();
    for (int i = 0; i < KEYS; i++) {
      draft.add(i * SPAN / KEYS, new Order(all.get(i % nodes), i));
    }
    NodeId first = all.get(0);
    draft.add(JOIN, new Fault.ChangeRing(first, Fault.Change.JOIN, first));
    draft.add(JOIN, new Watch());
    draft.add(JOIN, new Fault.ChangeRing(first, Fault.Change.BRING_UP, first));
    return draft.plan(seed(), nodes, JOIN + 1);
  }

  /** Chance decides nothing here but delays, and whether facts leave the disks: they stay. */
  private static long seed() {
    return IntStream.iterate(1, seed -> seed + 1)
        .filter(seed -> !new Dice(seed).of("evicting").nextBoolean())
        .findFirst()
        .orElseThrow();
  }

  private record Order(NodeId node, int number) implements Step {
    @Override
    public String kind() {
      return "Order";
    }

    @Override
    public boolean isFault() {
      return false;
    }
  }

  /** From now on it is measured. */
  private record Watch() implements Step {
    @Override
    public String kind() {
      return "Watch";
    }

    @Override
    public boolean isFault() {
      return false;
    }
  }

  /** Takes orders, and then only looks on. */
  private static final class Quiet implements Tenant {
    private final World world;
    private final NodeId newcomer;
    private final SimRing[] rings;
    private Optional<Join> measured = Optional.empty();

    Quiet(World world, NodeId newcomer) {
      this.world = world;
      this.newcomer = newcomer;
      this.rings = new SimRing[world.nodes().size()];
    }

    @Override
    public Agenda agenda() {
      return Agenda.NONE;
    }

    @Override
    public Set<Partition> partitions() {
      return Set.copyOf(Partition.all());
    }

    @Override
    public Resident moveIn(SimRing ring) {
      rings[Plan.nodes(rings.length).indexOf(ring.self())] = ring;
      return (from, parcel) -> {};
    }

    @Override
    public void perform(Step step) {
      if (step instanceof Order order) {
        byte[] payload = new byte[BYTES];
        Arrays.fill(payload, (byte) order.number());
        List<FactDraft> facts =
            Stream.generate(() -> new FactDraft("noted", payload)).limit(FACTS).toList();
        rings[Plan.nodes(rings.length).indexOf(order.node())].append(
            key(order.number()),
            facts,
            TIMEOUT,
            outcome ->
                Invariant.check(
                    outcome instanceof AppendOutcome.Stored, "ackedIsDurable", outcome));
      } else {
        look(world.now(), digests(), world.traffic.of(MOVING));
      }
    }

    private static Key key(int number) {
      return new Key("order-" + number);
    }

    private Traffic.Sent digests() {
      return world.traffic.of(DIGESTS, newcomer);
    }

    private void look(long since, Traffic.Sent digests, Traffic.Sent moved) {
      boolean over =
          world.now() > since
              && world.operators.unsettled().isEmpty()
              && world.nodes().stream().allMatch(node -> node.disk().owedToPeers().isEmpty());
      if (over) {
        Traffic.Sent sent = digests().less(digests).plus(world.traffic.of(MOVING).less(moved));
        Invariant.check(held() == owned(), "ownersAreEqual", newcomer + " has only " + held());
        measured = Optional.of(new Join(held(), world.now() - since, sent));
      } else {
        world.schedule(LOOK, () -> look(since, digests, moved));
      }
    }

    private long held() {
      return IntStream.range(0, KEYS).mapToLong(i -> world.onDisk(newcomer, key(i)).size()).sum();
    }

    private long owned() {
      Placement placement = world.placementOf(world.node(newcomer).eras());
      return IntStream.range(0, KEYS)
              .filter(i -> placement.of(key(i)).owners().contains(newcomer))
              .count()
          * FACTS;
    }

    @Override
    public void healed() {}

    @Override
    public boolean isSettled() {
      return measured.isPresent();
    }

    @Override
    public void check() {}
  }
}
