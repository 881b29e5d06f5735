package kassa.chaos.acquirer;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The sandbox acquirer as a process. It prints one line when it serves, and ends on SIGTERM. */
@Command(
    name = "acquirer",
    description = "A sandbox acquirer: ISO 8583 on TCP, with a ledger of its own.",
    mixinStandardHelpOptions = true)
public final class AcquirerMain implements Callable<Integer> {
  @Option(names = "--port", description = "Where it listens (default 8583).")
  private int port = 8583;

  @Option(names = "--host", description = "The address that it listens on (default 127.0.0.1).")
  private String host = "127.0.0.1";

  @Option(names = "--ledger", required = true, description = "File of JSON lines, appended to.")
  private Path ledger = Path.of("ledger.jsonl");

  @Option(names = "--delay-ms", description = "Pause before every answer (default 0).")
  private long delayMillis = 0;

  @Option(
      names = "--late-ms",
      description = "Pause before answers to sandbox_late_ orders (default 6000).")
  private long lateMillis = 6_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    System.exit(new CommandLine(new AcquirerMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      SandboxAcquirer acquirer =
          SandboxAcquirer.start(
              new InetSocketAddress(host, port),
              ledger,
              Duration.ofMillis(delayMillis),
              Duration.ofMillis(lateMillis),
              failure -> {
                err.println("acquirer: the ledger cannot be written: " + failure.getMessage());
                err.flush();
                // Nothing that was not synced may be answered, by no thread.
                Runtime.getRuntime().halt(1);
              });
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(acquirer, err), "stop"));
      if (acquirer.cutBytes() > 0) {
        err.println(
            "acquirer: cut off " + acquirer.cutBytes() + " bytes of a torn last line of " + ledger);
      }
      out.println(
          "acquirer listens on "
              + host
              + ":"
              + acquirer.port()
              + ", "
              + acquirer.entriesAtStart()
              + " entries in "
              + ledger);
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException e) {
      err.println("acquirer: " + host + ":" + port + ", ledger " + ledger + ": " + e.getMessage());
      return 1;
    }
  }

  private static void stop(SandboxAcquirer acquirer, PrintWriter err) {
    try {
      acquirer.close();
    } catch (IOException e) {
      err.println("acquirer: while stopping: " + e.getMessage());
      err.flush();
    }
  }
}
