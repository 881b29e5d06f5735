package kassa.chaos.lab;

import java.nio.file.Path;
import java.util.List;

/** The sandbox acquirer, whose ledger is the truth about money. */
final class Acquirer {

  private Acquirer() {}

  static Service service(Path directory, LabProgram program, LabPorts ports, String host) {
    return new Service(
        Service.ACQUIRER,
        directory,
        JavaCommand.of(
            List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:ActiveProcessorCount=1",
                "-XX:+ExitOnOutOfMemoryError"),
            program.classPath(),
            program.acquirer(),
            List.of(
                "--port",
                Integer.toString(ports.acquirer()),
                "--ledger",
                directory.resolve("ledger.jsonl").toString(),
                "--host",
                host)),
        List.of(),
        Probe.tcp(host, ports.acquirer()));
  }
}
