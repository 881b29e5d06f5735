package kassa.chaos.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
  void whatCannotBeReadIsNotTakenForNothing() throws IOException {
    Files.writeString(directory.resolve("lab.json"), "{\"ports\":");

    assertThrows(LabFailure.class, () -> new LabStateFile(directory).read());
  }
}
