package kassa.ring.node;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Optional;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Descent;

/**
 * The beginning of a life of a node: a new incarnation and the next remoting port, both fsynced
 * before their first use.
 *
 * <p>A node that came back on its old remoting address would be locked out of the cluster while any
 * other member is unreachable; on a new one it is let in.
 */
record Birth(Incarnation incarnation, int port, Descent descent) {
  private static final String FILE = "incarnation";

  /**
   * Makes up a life; it must be {@link #record recorded} before its first use.
   *
   * @param last the birth before, see {@link #last}
   * @param after a time that the new life must begin after: a peer knows of one that began then
   * @param wall milliseconds since 1970
   * @throws IOException when no port is free
   */
  static Birth next(RingSettings settings, Optional<Birth> last, long after, long wall)
      throws IOException {
    long known = Math.max(after, last.map(b -> b.incarnation().startedAt()).orElse(0L));
    Incarnation life =
        new Incarnation(settings.self(), Math.max(wall, known + 1), new SecureRandom().nextInt());
    Descent descent =
        last.map(b -> new Descent(b.descent().origin(), Optional.of(b.incarnation())))
            .orElse(Descent.first(life));
    int before =
        last.map(Birth::port)
            .orElseGet(() -> after > 0 ? farFromFirst(settings, life) : firstPort(settings));
    int port = RemotingPort.freeAfter(before, settings);
    return new Birth(life, port, descent);
  }

  /**
   * @throws IOException when it cannot be made durable
   */
  void record(RingSettings settings) throws IOException {
    file(settings).write(incarnation + " " + port + " " + descent.origin() + "\n");
  }

  /**
   * The last birth in the data directory, which is created if need be; empty when there was none.
   *
   * @throws IOException when it cannot be read, or is not this node's
   */
  static Optional<Birth> last(RingSettings settings) throws IOException {
    Files.createDirectories(settings.data());
    Optional<String> text = file(settings).read();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Birth last = parse(text.get());
    NodeId owner = last.incarnation().node();
    if (!owner.equals(settings.self())) {
      throw new IOException(
          settings.data() + " belongs to " + owner + ", not to " + settings.self());
    }
    return Optional.of(last);
  }

  /** Nodes that share a range start at different places, so that they rarely race for a port. */
  private static int firstPort(RingSettings settings) {
    int index = settings.ring().nodes().indexOf(settings.self());
    return settings.firstPort() + index * span(settings) / settings.ring().nodes().size();
  }

  /**
   * Where the lives of a lost directory hardly came, of which peers know: with the first port this
   * life would have the very address of the first one.
   */
  private static int farFromFirst(RingSettings settings, Incarnation life) {
    int half = Math.max(1, span(settings) / settings.ring().nodes().size() / 2);
    return firstPort(settings) + half + Math.floorMod(life.salt(), half);
  }

  private static int span(RingSettings settings) {
    return settings.lastPort() - settings.firstPort() + 1;
  }

  private static Birth parse(String text) throws IOException {
    String[] parts = text.strip().split(" ", 3);
    if (parts.length != 3) {
      throw new IOException("the incarnation file is damaged: '" + text.strip() + "'");
    }
    // Which life came before this one matters to nobody any more.
    return new Birth(
        Incarnation.parse(parts[0]),
        Integer.parseInt(parts[1]),
        Descent.first(Incarnation.parse(parts[2])));
  }

  private static DurableFile file(RingSettings settings) {
    return new DurableFile(settings.data().resolve(FILE));
  }
}
