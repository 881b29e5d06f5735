package kassa.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;

@Command(name = "version", description = "What runs here.")
final class VersionCommand extends Inquiry {
  VersionCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    String version = version();
    String java = Runtime.version().toString();
    if (json()) {
      print(
          "kassa.version/v1",
          null,
          JSON.createObjectNode().put("version", version).put("java", java));
    } else {
      out().println("kassa " + version + " (Java " + java + ")");
    }
    return Exit.OK;
  }

  private static String version() {
    Properties built = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        return "unknown";
      }
      built.load(in);
      return built.getProperty("version", "unknown");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
