package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "The members, who sees whom, what waits for whom.")
final class RingStatusCommand extends Inquiry {
  RingStatusCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    List<Answer<NodeStatus>> answers = someone(root().ops().statuses(root().endpoints()));
    List<Endpoint> there =
        answers.stream().filter(a -> a.value().isPresent()).map(Answer::endpoint).toList();
    RosterReport roster =
        RosterReport.of(root().ops().ask(there, RosterCommand.ROSTER, RosterView::from));
    RingReport report = RingReport.of(answers, roster);
    Verdict verdict = report.verdict(root().surroundings().clock().getZone());
    if (json()) {
      ObjectNode data = data(report, verdict, answers);
      data.set("roster", roster.json());
      print("kassa.ring.status/v1", onlyOne(report), data);
    } else {
      out().println(report.heading());
      print(report.table(wide()));
      roster.lines().forEach(out()::println);
      new HandoverReport(report.views()).lines().forEach(out()::println);
      out().println(coloured(verdict.line()));
      if (!verdict.next().isEmpty()) {
        out().println("Next: " + verdict.next());
      }
    }
    return verdict.exit(root().strict);
  }

  static @Nullable String onlyOne(RingReport report) {
    return report.views().size() == 1 ? report.views().get(0).node() : null;
  }

  static ObjectNode data(RingReport report, Verdict verdict, List<Answer<NodeStatus>> answers) {
    NodeStatus first = report.views().get(0);
    ObjectNode data = JSON.createObjectNode();
    data.put("ring", first.ring());
    data.put("partitions", first.partitions());
    data.put("n", first.n()).put("w", first.w()).put("r", first.r());
    data.put("level", verdict.level().name().toLowerCase(java.util.Locale.ROOT));
    verdict.findings().forEach(data.withArray("/findings")::add);
    ArrayNode members = data.putArray("members");
    for (RingReport.Row row : report.rows()) {
      ObjectNode member = members.addObject();
      member.put("node", row.member().node());
      member.put("zone", row.member().zone());
      member.put("http", row.member().http());
      member.put("management", row.member().management());
      member.put("owns", row.member().owns());
      member.put("up", row.up());
      row.reachableFrom().forEach(member.putArray("reachable_from")::add);
      row.unreachableFrom().forEach(member.putArray("unreachable_from")::add);
      row.since().ifPresent(lost -> member.put("unreachable_since", lost.at().toString()));
      member.put("hints", row.hints());
      row.oldestHint().ifPresent(age -> member.put("oldest_hint_seconds", age.toSeconds()));
      row.own().ifPresent(own -> put(member.putObject("own"), own));
    }
    data.set("waiting", new HandoverReport(report.views()).waiting());
    data.set("silent", silent(answers));
    return data;
  }

  private static void put(ObjectNode json, NodeStatus own) {
    json.put("incarnation", own.incarnation());
    json.put("descriptor", own.descriptor());
    json.put("cluster_status", own.clusterStatus());
    json.put("started_at", own.startedAt().toString());
    json.put("now", own.now().toString());
    json.put("clock_off", own.clock().isPresent());
    own.clock().ifPresent(skew -> json.put("clock_ahead_ms", skew.ahead()));
    json.put("sees", own.sees());
    json.put("unarchived", own.unarchived());
    own.oldestUnarchived().ifPresent(at -> json.put("oldest_unarchived", at.toString()));
    json.put("archive_reachable", own.archiveReachable());
    json.put("acquirer_connected", own.acquirerConnected());
    json.put("open_orders", own.openOrders());
    json.putObject("disk")
        .put("level", own.disk().level())
        .put("why", own.disk().why())
        .put("free_bytes", own.disk().free())
        .put("owed", own.disk().owed());
    NodeStatus.Handover over = own.handover();
    ObjectNode handover = json.putObject("handover").put("gives", over.gives());
    handover.put("left", over.left()).put("left_seconds", TimeLeft.json(over.leftSeconds()));
    handover.put("entered", over.entered()).put("entered_per_second", over.enteredPerSecond());
    handover.put("lacks", over.lacks()).put("lacks_per_second", over.lacksPerSecond());
    handover.put("lacks_seconds", TimeLeft.json(over.lacksSeconds()));
    NodeStatus.Ahead ahead = over.ahead();
    handover
        .putObject("ahead")
        .put("fetched", ahead.fetched())
        .put("of", ahead.of())
        .put("seconds", TimeLeft.json(ahead.secondsLeft()));
    over.lacking().forEach(handover.putArray("lacking")::add);
    NodeStatus.Copy copy = own.copy();
    ObjectNode held = json.putObject("copy").put("standing", copy.standing());
    held.put("complete", copy.complete()).put("owned", copy.owned());
    held.put("repaired", copy.repaired()).put("filled", copy.filled());
    held.put("passes", copy.passes()).put("evicted", copy.evicted());
    held.put("eviction_refused", copy.evictionRefused()).put("stubs", copy.stubs());
  }
}
