package kassa.chaos.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.LabFolder;
import kassa.chaos.lab.LabNetwork;
import kassa.chaos.lab.LabPlan;
import kassa.chaos.lab.LabPorts;
import kassa.chaos.lab.LabProgram;
import kassa.chaos.lab.Progress;

/**
 * A lab for one command only, beside whatever else runs. It ends when it is closed, and when this
 * process is ended, and leaves nothing that was not asked for.
 */
final class OwnLab implements AutoCloseable {
  private final Lab lab;
  private final LabFolder folder;
  private final Thread farewell = new Thread(this::end, "farewell");
  private volatile boolean kept;

  private OwnLab(Lab lab, LabFolder folder) {
    this.lab = lab;
    this.folder = folder;
  }

  /**
   * @param newcomers how many of the nodes wait to be joined
   */
  static OwnLab start(
      LabDesk desk, LabNetwork network, int nodes, int newcomers, Progress progress) {
    KassaHome home = desk.home();
    LabFolder folder = new LabFolder(folder(home.state()));
    OwnLab own =
        new OwnLab(
            Lab.of(
                new LabPlan(
                    folder.path(),
                    LabPorts.beside(nodes),
                    network,
                    newcomers,
                    LabProgram.of(
                        new ProgramCopy(folder.path().resolve("program"), home.checkout())
                            .of(System.getProperty("java.class.path"))),
                    home.cassandraJars(),
                    true,
                    desk.schema())),
            folder);
    Runtime.getRuntime().addShutdownHook(own.farewell);
    try {
      own.lab.startAll(progress);
      return own;
    } catch (RuntimeException failed) {
      try {
        own.close();
      } catch (RuntimeException alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
  }

  /**
   * Beside the demo's state: the system's own temporary directory may be memory, where fsync is
   * free.
   */
  private static Path folder(Path state) {
    try {
      return Files.createTempDirectory(Files.createDirectories(state), "bench-");
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write to " + state, failed);
    }
  }

  Lab lab() {
    return lab;
  }

  /** Its files stay, to find out what happened. */
  Path keep() {
    kept = true;
    return folder.path();
  }

  private void end() {
    lab.killAll();
    try {
      lab.plan().network().remove();
    } finally {
      if (!kept) {
        folder.wipe();
      }
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException leaving) {
      // Ctrl-C came first, and the farewell does it.
      return;
    }
    end();
  }
}
