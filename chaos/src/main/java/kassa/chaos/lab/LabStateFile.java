package kassa.chaos.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** {@code lab.json}; always either the old state or the new one, never a part of it. */
final class LabStateFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;

  LabStateFile(Path directory) {
    this.file = directory.resolve("lab.json");
  }

  /**
   * The last state written; empty when there is none.
   *
   * @throws LabFailure when it cannot be read: starting over it would leave processes behind
   */
  Optional<LabState> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), LabState.class));
    } catch (IOException unreadable) {
      throw new LabFailure(
          file + " cannot be read; end the processes that it names, then delete it", unreadable);
    }
  }

  void write(LabState state) {
    try {
      Path draft = Files.createTempFile(file.getParent(), "lab", ".json");
      Files.writeString(draft, JSON.writeValueAsString(state));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new LabFailure("cannot write " + file + " (is the disk full?)", failed);
    }
  }
}
