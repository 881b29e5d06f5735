package kassa.gateway.console;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "drain",
    description = {
      "A node begins no more orders, others are their home, and what it has begun or owes is done:"
          + " then it can be stopped. Started again it takes orders.",
      "Its /ready answers 503 meanwhile."
    })
final class NodeDrainCommand extends ConsoleCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 250;

  @Parameters(paramLabel = "NODE", description = "Which one.")
  String node = "";

  @Option(names = "--undo", description = "It takes orders again.")
  boolean undo;

  NodeDrainCommand(KassaCommand root) {
    super(root);
  }

  @Override
  protected Exit run() throws InterruptedException {
    DrainedNode found = find();
    if (!undo && found.isLast()) {
      throw new Refusal(
          Exit.REFUSED,
          "Nobody else who answers takes new orders: without " + node + " none sells.");
    }
    if (root().dryRun()) {
      return tell(found, undo ? found.takenBack("would take") : found.beforehand());
    }
    Answer<NodeStatus> told =
        root().ops().tell(found.endpoint(), "/ops/drain?on=" + !undo, NodeStatus::from);
    Inquiry.someone(List.of(told));
    DrainedNode done = undo ? find() : drained();
    return tell(done, undo ? done.takenBack("takes") : done.verdict());
  }

  /** A node counts what is at home there a hundred times a second: the first look comes later. */
  private DrainedNode drained() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    DrainedNode now;
    do {
      Thread.sleep(POLL_MILLIS);
      now = find();
    } while (!now.isDone() && System.nanoTime() < end);
    return now;
  }

  private DrainedNode find() {
    List<Answer<NodeStatus>> answers = Inquiry.someone(root().ops().statuses(root().endpoints()));
    return DrainedNode.of(node, answers)
        .orElseThrow(
            () ->
                new Refusal(
                    Exit.NOT_FOUND,
                    node + " does not answer, or is none of this ring (see ring status)."));
  }

  private Exit tell(DrainedNode found, Verdict verdict) {
    if (json()) {
      print("kassa.node.drain/v1", node, found.json());
    } else {
      out().println(coloured(verdict.line()));
      out().println("Next: " + verdict.next());
    }
    return verdict.exit(root().strict());
  }
}
