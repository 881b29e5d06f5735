package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.gateway.verify.Copies;
import kassa.gateway.verify.FactsPage;
import kassa.gateway.verify.Finding;
import kassa.gateway.verify.Ledger;
import kassa.gateway.verify.MergedWalk;
import kassa.gateway.verify.RingView;
import kassa.gateway.verify.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads only; a ring may be verified at any time, and under load. */
@Command(
    name = "verify",
    description = {
      "Reads every node's disk and the archive, and checks what must always hold.",
      "Ends with 0 when all of it does, with 10 when something is violated, and with 124 when"
          + " nothing is violated by what was read, but not all could be read, or something was"
          + " still on its way."
    })
final class VerifyCommand extends Inquiry {
  /** Between two looks: what is in flight lands meanwhile. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "The acquirer's ledger, to compare with the facts. Default: the demo's.")
  @Nullable Path ledger;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to look again at what may be on its way. Default: 30s.")
  Duration wait = Duration.ofSeconds(30);

  VerifyCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() throws InterruptedException {
    OpsHttpClient ops = root().ops();
    List<Answer<NodeStatus>> answers = someone(ops.statuses(root().endpoints()));
    List<NodeStatus> first = views(answers);
    RingScan scan = new RingScan(ops, reachable(answers));
    DrainReport outboxes = new DrainReport(first);
    Verification verification = new Verification(ledger());
    look(scan, verification, ringOf(first));
    List<NodeStatus> now = first;
    List<Finding> drain;
    long end = System.nanoTime() + wait.toNanos();
    do {
      Thread.sleep(Math.min(PAUSE.toMillis(), wait.toMillis()));
      now = views(ops.statuses(root().endpoints()));
      lookAgain(scan, verification, ringOf(now.isEmpty() ? first : now));
      drain = outboxes.since(now);
    } while (System.nanoTime() < end
        && (verification.isOpen() || !drain.isEmpty() || isFilling(now)));
    VerifyReport report = new VerifyReport(verification, drain, unread(first, now, scan));
    show(report, answers);
    return report.exit();
  }

  private static void look(RingScan scan, Verification verification, RingView ring) {
    MergedWalk walk = scan.walk();
    List<Copies> batch = walk.next(RingScan.KEYS);
    while (!batch.isEmpty()) {
      List<String> keys = batch.stream().map(Copies::name).toList();
      verification.look(batch, scan.archive(keys), ring);
      batch = walk.next(RingScan.KEYS);
    }
  }

  private void lookAgain(RingScan scan, Verification verification, RingView ring) {
    List<String> suspects = verification.suspects();
    if (suspects.isEmpty()) {
      return;
    }
    verification.ledgerIs(ledger());
    for (int at = 0; at < suspects.size(); at += RingScan.KEYS) {
      List<String> keys = suspects.subList(at, Math.min(at + RingScan.KEYS, suspects.size()));
      List<FactsPage> disks = scan.disks(keys);
      verification.lookAgain(keys, disks, scan.archive(keys), ring);
    }
  }

  /** The one named, or the one known here if it is the ring known here that is asked. */
  private Optional<? extends Ledger> ledger() {
    Surroundings here = root().surroundings();
    return ledger != null || root().endpoints().equals(here.known().get())
        ? here.ledger().read(Optional.ofNullable(ledger))
        : Optional.empty();
  }

  private static List<NodeStatus> views(List<Answer<NodeStatus>> answers) {
    return answers.stream().flatMap(answer -> answer.value().stream()).toList();
  }

  private static Map<String, Endpoint> reachable(List<Answer<NodeStatus>> answers) {
    Map<String, Endpoint> nodes = new LinkedHashMap<>();
    answers.forEach(
        answer ->
            answer.value().ifPresent(view -> nodes.putIfAbsent(view.node(), answer.endpoint())));
    return nodes;
  }

  private static RingView ringOf(List<NodeStatus> views) {
    return new RingView(
        views.get(0).w(),
        members(views),
        views.stream()
            .filter(view -> !view.copy().isComplete())
            .map(NodeStatus::node)
            .collect(Collectors.toSet()),
        views.stream()
            .filter(view -> view.handover().gives())
            .map(NodeStatus::node)
            .collect(Collectors.toSet()),
        views.stream().map(view -> view.handover().era()).collect(Collectors.toSet()),
        views.stream().map(NodeStatus::now).max(Comparator.naturalOrder()).orElse(Instant.EPOCH));
  }

  private static Set<String> members(List<NodeStatus> views) {
    return views.stream()
        .flatMap(
            view ->
                Stream.concat(
                    view.members().stream().map(NodeStatus.Member::node),
                    view.handover().former().stream()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isFilling(List<NodeStatus> views) {
    return views.stream().anyMatch(view -> !view.copy().isComplete());
  }

  /** Why not all of the ring was read, in sentences. */
  private static List<String> unread(List<NodeStatus> first, List<NodeStatus> last, RingScan scan) {
    List<String> unread = new ArrayList<>();
    Set<String> absent = members(first);
    Set<String> answering = last.stream().map(NodeStatus::node).collect(Collectors.toSet());
    first.stream().map(NodeStatus::node).filter(answering::contains).forEach(absent::remove);
    absent.forEach(
        node -> unread.add(node + " was not read: it did not answer, or was not asked."));
    new TreeMap<>(scan.silent())
        .forEach((node, why) -> unread.add(node + " was not read to the end: " + why + "."));
    if (new HashSet<>(first.stream().map(NodeStatus::descriptor).toList()).size() > 1) {
      unread.add("Nodes hold different ring descriptors, and so disagree about owners.");
    }
    last.stream()
        .filter(view -> !view.copy().isComplete())
        .map(
            view ->
                "%s does not hold all it should yet: %d of %d partitions are complete."
                    .formatted(view.node(), view.copy().complete(), view.copy().owned()))
        .forEach(unread::add);
    return unread;
  }

  private void show(VerifyReport report, List<Answer<NodeStatus>> answers) {
    if (json()) {
      ObjectNode data = data(report);
      data.set("silent", silent(answers));
      print("kassa.verify/v1", null, data);
    } else {
      print(report.places());
      printSilent(answers);
      report.lines().forEach(line -> out().println(coloured(line)));
    }
  }

  private static ObjectNode data(VerifyReport report) {
    ObjectNode data = JSON.createObjectNode();
    data.put("level", report.level().name().toLowerCase(Locale.ROOT));
    data.put("keys", report.verification().keys());
    report.checked().forEach(data.putArray("checked")::add);
    ArrayNode violated = data.putArray("violated");
    for (VerifyReport.Violated one : report.violated()) {
      ObjectNode json = violated.addObject().put("name", one.promise().wire());
      json.put("sentence", one.promise().sentence());
      json.put("keys", one.keys()).put("seen_once", one.more()).put("next", one.next());
      ArrayNode examples = json.putArray("examples");
      one.examples().forEach((key, what) -> examples.addObject().put("key", key).put("what", what));
    }
    report.unknown().forEach(data.putArray("unknown")::add);
    ArrayNode places = data.putArray("places");
    new TreeMap<>(report.verification().places())
        .forEach(
            (place, tally) ->
                places
                    .addObject()
                    .put("place", place)
                    .put("keys", tally.keys())
                    .put("facts", tally.facts()));
    return data;
  }
}
