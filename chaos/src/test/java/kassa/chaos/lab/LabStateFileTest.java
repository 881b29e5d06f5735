package kassa.chaos.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabStateFileTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void whatIsWrittenIsReadAgain() {
    LabState state =
        new LabState(
            "2026-03-01T19:31:49Z",
            LabPorts.fixed(3),
            new Namespaces(new LinuxProcess(7, "boot/1"), 3),
            1,
            LabProgram.of("a.jar:b"),
            "/jars",
            LinuxProcess.self(),
            Map.of("n1", LinuxProcess.self(), "n2", new LinuxProcess(7, "boot/1")));
    LabStateFile file = new LabStateFile(directory);

    file.write(state);

    assertEquals(Optional.of(state), file.read());
    assertTrue(state.wanted());
  }

  @Test
  void aProcessThatTookOverANumberIsNotTheOneThatHadIt() {
    LinuxProcess self = LinuxProcess.self();
    LinuxProcess earlier = new LinuxProcess(self.pid(), "another boot/1");

    assertTrue(self.alive());
    assertFalse(earlier.alive());
    // Would end this test, were it sent.
    earlier.send(LinuxProcess.Signal.KILL);
  }

  @Test
  void aStateOfAnEarlierBuildIsOnLoopback() throws IOException {
    Files.writeString(
        directory.resolve("lab.json"),
        """
        {"startedAt":"2026-03-01T19:31:49Z","newcomers":1,"cassandraJars":"/jars","owner":null,
         "ports":{"http":[8081],"management":[7626],"alias":8080,"remotingFirst":17355,
                  "remotingLast":17454,"cassandra":9042,"storage":17354,"acquirer":8583},
         "program":{"classPath":"a.jar","node":"Node","acquirer":"Acquirer"},"processes":{}}
        """);

    LabState state = new LabStateFile(directory).read().orElseThrow();

    assertNull(state.network());
    assertEquals(LabPorts.fixed(1), state.ports());
  }

  @Test
  void whatCannotBeReadIsNotTakenForNothing() throws IOException {
    Files.writeString(directory.resolve("lab.json"), "{\"ports\":");

    assertThrows(LabFailure.class, () -> new LabStateFile(directory).read());
  }
}
