package kassa.chaos.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.LabFailure;
import kassa.chaos.lab.Namespaces;
import kassa.chaos.lab.Standing;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.NodeStatus;
import kassa.gateway.console.OpsHttpClient;

/** A scenario on a lab that is there for it alone. One thread; methods block. */
public final class Rehearsal {
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final Duration UNTIL_SETTLED = Duration.ofMinutes(3);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(15);
  private static final int IN_A_ROW = 50;
  private static final long POLL_MILLIS = 250;

  private final Lab lab;
  private final Operator operator;
  private final Consumer<String> progress;
  private final Set<String> away = new TreeSet<>();
  private final OpsHttpClient ops = new OpsHttpClient(Duration.ofSeconds(2));
  private Optional<Customers> customers = Optional.empty();

  private Rehearsal(Lab lab, Operator operator, Consumer<String> progress) {
    this.lab = lab;
    this.operator = operator;
    this.progress = progress;
  }

  /**
   * Plays a scenario while customers buy.
   *
   * @param shop lets customers of a name come, once all is well; those of no name are judged
   * @param progress told a line now and then
   * @throws LabFailure when something does not come up again, or hints do not drain
   */
  public static Verdict of(
      Scenario scenario,
      Lab lab,
      Operator operator,
      Function<String, Customers> shop,
      Consumer<String> progress)
      throws InterruptedException {
    Rehearsal rehearsal = new Rehearsal(lab, operator, progress);
    rehearsal.settle();
    try (Customers customers = shop.apply("-warm-up")) {
      rehearsal.warmUp(customers);
    }
    try (Customers customers = shop.apply("")) {
      rehearsal.customers = Optional.of(customers);
      rehearsal.goOn(CALM);
      int before = customers.came();
      scenario.play(rehearsal);
      int meanwhile = customers.came() - before;
      rehearsal.goOn(CALM);
      List<Sale> sales = customers.leave();
      rehearsal.settle();
      rehearsal.say("asks again for what was sold");
      return new Verdict(
          sales,
          meanwhile,
          customers.turnedAway(),
          customers.notReplayed(sales),
          rehearsal.ops.agreeing(rehearsal.endpoints(rehearsal.running())));
    }
  }

  List<String> nodes() {
    return lab.nodes();
  }

  /** Cassandra, the acquirer and all nodes. */
  List<String> everything() {
    return lab.standings().stream().map(Standing::name).toList();
  }

  /** The nodes that are in the same zone as this one. */
  List<String> zoneOf(String node) {
    List<NodeStatus.Member> members =
        views().stream().findFirst().map(NodeStatus::members).orElse(List.of());
    String zone =
        members.stream()
            .filter(member -> member.node().equals(node))
            .map(NodeStatus.Member::zone)
            .findFirst()
            .orElseThrow(() -> new LabFailure("no node tells the zone of " + node + "."));
    return members.stream()
        .filter(m -> m.zone().equals(zone))
        .map(NodeStatus.Member::node)
        .toList();
  }

  /** The nodes that are not stopped. */
  List<String> running() {
    return lab.nodes().stream().filter(node -> !away.contains(node)).toList();
  }

  /** Where a node is asked by operators. */
  String management(String node) {
    return lab.endpoints().get(lab.nodes().indexOf(node)).toString();
  }

  void operate(String... verb) {
    operateAt(lab.nodes(), verb);
  }

  /** By an operator who reaches no others. */
  void operateAt(List<String> nodes, String... verb) {
    operator.type(endpoints(nodes), List.of(verb));
    String where = nodes.equals(lab.nodes()) ? "" : "at " + String.join(", ", nodes) + ": ";
    say(where + "./kassa " + String.join(" ", verb));
  }

  private List<Endpoint> endpoints(List<String> nodes) {
    return nodes.stream().map(node -> lab.endpoints().get(lab.nodes().indexOf(node))).toList();
  }

  /** Two sides of the nodes do not reach each other any more, and know it when this returns. */
  void cut(List<String> one, List<String> other) throws InterruptedException {
    network().cut(one, other);
    say("cut: %s | %s".formatted(String.join(", ", one), String.join(", ", other)));
    await("no side reaches the other", () -> across(one, other));
  }

  /** Undoes a cut. */
  void heal(List<String> one, List<String> other) {
    network().heal(one, other);
    say("healed");
  }

  private Namespaces network() {
    if (lab.plan().network() instanceof Namespaces network) {
      return network;
    }
    throw new IllegalStateException("this lab cannot be cut");
  }

  /** What nodes say that they reach on the side which is not theirs; all of them must speak. */
  private List<String> across(List<String> one, List<String> other) {
    List<NodeStatus> views = views();
    List<String> across = new ArrayList<>();
    if (views.size() < running().size()) {
      across.add("only %d nodes answer".formatted(views.size()));
    }
    for (NodeStatus view : views) {
      List<String> theirs = one.contains(view.node()) ? other : one;
      view.members().stream()
          .filter(member -> member.reachable() && theirs.contains(member.node()))
          .map(member -> view.node() + " reaches " + member.node())
          .forEach(across::add);
    }
    return across;
  }

  /** A node that is stopped loses its disk. */
  void wipe(String node) {
    lab.wipe(node);
    say("the disk of " + node + " is lost");
  }

  /** Waits until all who answer know a node in this phase. */
  void untilAllKnow(String node, String phase) throws InterruptedException {
    await(
        "all know that %s is %s".formatted(node, phase),
        () -> {
          Set<String> phases = ops.phases(lab.endpoints(), node);
          return phases.equals(Set.of(phase)) ? List.of() : List.of(node + " is " + phases);
        });
  }

  void kill(List<String> names) {
    names.forEach(lab::kill);
    away.addAll(names);
    say(String.join(", ", names) + " killed");
  }

  void stop(List<String> names) {
    names.forEach(lab::stop);
    away.addAll(names);
    say(String.join(", ", names) + " stopped");
  }

  void start(List<String> names) {
    lab.startTogether(names, step -> {});
    names.forEach(away::remove);
    say(String.join(", ", names) + " started again");
  }

  /** They come to where merchants come. */
  SlowSockets slowSockets(int atEach) {
    return SlowSockets.come(lab.merchantEndpoints(), atEach);
  }

  /** With what customers were told since the line before. */
  void say(String line) {
    String news =
        customers.map(Customers::news).orElse(Map.of()).entrySet().stream()
            .map(word -> word.getValue() + " times " + word.getKey())
            .collect(Collectors.joining(", "));
    progress.accept(news.isEmpty() ? line : "%s; customers: %s".formatted(line, news));
  }

  /** Nodes that have just been started compile themselves: that is not what is rehearsed. */
  private void warmUp(Customers first) throws InterruptedException {
    customers = Optional.of(first);
    await(
        "customers are served at once",
        () ->
            first.servedAtOnce() < IN_A_ROW
                ? List.of(first.servedAtOnce() + " in a row were served at once")
                : List.of());
    first.leave();
  }

  void goOn(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
    say("went on for " + time.toSeconds() + " s");
  }

  /**
   * Waits until all nodes see all others, hold what they should, and owe nobody anything that
   * waits. The archive may lag while customers buy.
   */
  void settle() throws InterruptedException {
    await("all is settled", this::missing);
  }

  private void await(String done, Supplier<List<String>> look) throws InterruptedException {
    long begin = System.nanoTime();
    long told = begin;
    List<String> missing = look.get();
    while (!missing.isEmpty()) {
      long now = System.nanoTime();
      if (now - begin > UNTIL_SETTLED.toNanos()) {
        throw new LabFailure("not settled: " + String.join("; ", missing));
      }
      if (now - told > TOLD_EVERY.toNanos()) {
        told = now;
        say("waits: " + String.join("; ", missing));
      }
      Thread.sleep(POLL_MILLIS);
      missing = look.get();
    }
    say(done);
  }

  private List<String> missing() {
    running().forEach(lab::requireAlive);
    List<NodeStatus> views = views();
    List<String> missing = new ArrayList<>();
    if (views.size() < running().size()) {
      missing.add("only %d nodes answer".formatted(views.size()));
    }
    for (NodeStatus view : views) {
      view.members().stream()
          .filter(m -> !m.node().equals(view.node()) && (!m.reachable() || m.hints() > 0))
          .map(m -> "%s: %d hints for %s".formatted(view.node(), m.hints(), m.node()))
          .forEach(missing::add);
      if (view.copy().complete() < view.copy().owned() || !view.archiveReachable()) {
        missing.add(view.node() + " is incomplete, or without archive");
      }
    }
    views.stream()
        .flatMap(view -> view.handover().lacking().stream())
        .distinct()
        .map(node -> node + " lacks what was stored before")
        .forEach(missing::add);
    return missing;
  }

  private List<NodeStatus> views() {
    return ops.statuses(lab.endpoints()).stream()
        .flatMap(answer -> answer.value().stream())
        .toList();
  }
}
