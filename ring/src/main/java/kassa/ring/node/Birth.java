package kassa.ring.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;

/**
 * The beginning of a life of a node: a new incarnation and the next remoting port, both fsynced
 * before their first use.
 *
 * <p>A node that came back on its old remoting address would be locked out of the cluster while any
 * other member is unreachable; on a new one it is let in.
 */
record Birth(Incarnation incarnation, int port) {
  private static final String FILE = "incarnation";

  /**
   * @param wall milliseconds since 1970
   * @throws IOException when the file cannot be read or made durable
   */
  static Birth next(RingSettings settings, long wall) throws IOException {
    Path file = settings.data().resolve(FILE);
    Files.createDirectories(settings.data());
    NodeId self = settings.self();
    long startedAt = wall;
    int port = firstPort(settings);
    if (Files.exists(file)) {
      Birth last = parse(Files.readString(file));
      if (!last.incarnation().node().equals(self)) {
        throw new IOException(
            settings.data() + " belongs to " + last.incarnation().node() + ", not to " + self);
      }
      startedAt = Math.max(wall, last.incarnation().startedAt() + 1);
      port = last.port();
    }
    Birth birth =
        new Birth(
            new Incarnation(self, startedAt, new SecureRandom().nextInt()),
            RemotingPort.freeAfter(port, settings));
    birth.write(file);
    return birth;
  }

  /** Nodes that share a range start at different places, so that they rarely race for a port. */
  private static int firstPort(RingSettings settings) {
    int index = settings.ring().nodes().indexOf(settings.self());
    int span = settings.lastPort() - settings.firstPort() + 1;
    return settings.firstPort() + index * span / settings.ring().nodes().size();
  }

  private static Birth parse(String text) throws IOException {
    String[] parts = text.strip().split(" ", 2);
    if (parts.length != 2) {
      throw new IOException("the incarnation file is damaged: '" + text.strip() + "'");
    }
    return new Birth(Incarnation.parse(parts[0]), Integer.parseInt(parts[1]));
  }

  private void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.write(fresh, (incarnation + " " + port + "\n").getBytes(StandardCharsets.UTF_8));
    sync(fresh, StandardOpenOption.WRITE);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path directory = file.getParent();
    if (directory != null) {
      sync(directory, StandardOpenOption.READ);
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
