package kassa.chaos.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that keys a lab's order ids and ciphers; as old as the lab's data. */
final class LabSecret {
  private static final int BYTES = 32;

  private final Path file;

  LabSecret(Path directory) {
    this.file = directory.resolve("secret");
  }

  /** 64 hexadecimal digits, made at the first call and kept. */
  synchronized String value() {
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Files.createDirectories(file.getParent());
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random));
      }
      return Files.readString(file).strip();
    } catch (IOException failed) {
      throw new LabFailure("cannot keep the lab's secret in " + file, failed);
    }
  }
}
