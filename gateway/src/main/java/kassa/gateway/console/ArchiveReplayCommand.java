package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For an archive that was put back from an older copy. Doing it twice is the same as once. */
@Command(
    name = "replay",
    description =
        "Sends what the nodes' disks hold since a time to the archive again, through their"
            + " outboxes.")
final class ArchiveReplayCommand extends ConsoleCommand {
  private static final long PAUSE_MILLIS = 500;

  @Option(
      names = "--since",
      required = true,
      paramLabel = "TIME",
      description =
          "A time such as 2026-03-01T19:31:49Z, or an age such as 36h. When the archive was away"
              + " before the copy was made: a time before that.")
  String since = "";

  ArchiveReplayCommand(KassaCommand root) {
    super(root);
  }

  /** What one node has done. */
  private static final class Part {
    private final Endpoint endpoint;
    private String node = "-";
    private long facts;
    private long queued;
    private Optional<Answer<ReplayPage>> silence = Optional.empty();

    private Part(Endpoint endpoint) {
      this.endpoint = endpoint;
    }
  }

  @Override
  protected Exit run() throws InterruptedException {
    Instant from = time();
    OpsHttpClient ops = root().ops();
    List<Part> parts = new ArrayList<>();
    for (Endpoint endpoint : root().endpoints()) {
      Part part = new Part(endpoint);
      replay(ops, part, "?dry_run=" + root().dryRun() + "&since=" + from);
      parts.add(part);
    }
    List<Answer<ReplayPage>> silent = parts.stream().flatMap(p -> p.silence.stream()).toList();
    if (silent.size() == parts.size()) {
      Inquiry.someone(silent);
    }
    Verdict verdict = verdict(parts, silent.size());
    if (json()) {
      print("kassa.archive.replay/v1", null, data(from, parts, silent));
    } else {
      TextTable table = TextTable.withHeadings("NODE", ">FACTS", ">QUEUED");
      parts.forEach(p -> table.row(p.node, Long.toString(p.facts), Long.toString(p.queued)));
      print(table);
      Inquiry.printSilent(out(), silent);
      out().println(coloured(verdict.line()));
      out().println("Next: " + verdict.next());
    }
    return verdict.exit(root().strict());
  }

  private void replay(OpsHttpClient ops, Part part, String query) throws InterruptedException {
    String cursor = "";
    while (true) {
      Answer<ReplayPage> answer =
          ops.tell(part.endpoint, "/ops/archive/replay" + query + cursor, ReplayPage::from);
      if (answer.value().isEmpty()) {
        part.silence = Optional.of(answer);
        return;
      }
      ReplayPage page = answer.value().get();
      part.node = page.node();
      part.facts += page.facts();
      part.queued += page.queued();
      if (page.next().isEmpty()) {
        return;
      }
      if (page.waits()) {
        if (!page.archiveReachable()) {
          part.silence =
              Optional.of(
                  new Answer.Silent<>(
                      part.endpoint, "the archive, to which it owes much already, is away"));
          return;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      cursor = "&from=" + page.next().get();
    }
  }

  private Instant time() {
    try {
      return Instant.parse(since);
    } catch (DateTimeParseException noTime) {
      try {
        return root().surroundings().clock().instant().minus(Age.parse(since));
      } catch (IllegalArgumentException noAge) {
        throw new Refusal(
            Exit.USAGE,
            "--since: '"
                + since
                + "' is no time such as 2026-03-01T19:31:49Z, nor an age such as 36h");
      }
    }
  }

  private Verdict verdict(List<Part> parts, int silent) {
    long queued = parts.stream().mapToLong(p -> p.queued).sum();
    List<String> findings = new ArrayList<>();
    findings.add(
        queued
            + (root().dryRun()
                ? " copies of facts would be sent to the archive again."
                : " copies of facts are on their way to the archive."));
    if (silent > 0) {
      findings.add(silent + " did not do all of it.");
    }
    Verdict.Level level = silent > 0 ? Verdict.Level.DEGRADED : Verdict.Level.OK;
    return new Verdict(level, findings, "./kassa archive verify");
  }

  private ObjectNode data(Instant from, List<Part> parts, List<Answer<ReplayPage>> silent) {
    ObjectNode data = JSON.createObjectNode();
    data.put("since", from.toString()).put("dry_run", root().dryRun());
    ArrayNode nodes = data.putArray("nodes");
    for (Part part : parts) {
      nodes
          .addObject()
          .put("endpoint", part.endpoint.toString())
          .put("node", part.node)
          .put("facts", part.facts)
          .put("queued", part.queued);
    }
    data.set("silent", Inquiry.silent(silent));
    return data;
  }
}
