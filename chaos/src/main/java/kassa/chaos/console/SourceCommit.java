package kassa.chaos.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The commit of the sources that this command was built from, for reports. */
final class SourceCommit {
  private static final int PATIENCE_SECONDS = 10;

  private final Path home;

  /**
   * @param home of the sources
   */
  SourceCommit(Path home) {
    this.home = home;
  }

  /** As git describes it; {@code unknown} where there is no git, or no repository. */
  String name() {
    try {
      Process git =
          new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return "unknown";
      }
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.exitValue() == 0 && !said.isBlank() ? said.strip() : "unknown";
    } catch (IOException noGit) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
