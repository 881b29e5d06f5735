package kassa.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class BuiltVersion implements IVersionProvider {
  static String number() {
    Properties built = new Properties();
    try (InputStream in = BuiltVersion.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        return "unknown";
      }
      built.load(in);
      return built.getProperty("version", "unknown");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String text() {
    return "kassa " + number() + " (Java " + Runtime.version() + ")";
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
