package kassa.ring.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Acquaintances;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.Standing;
import kassa.ring.membership.Testimony;
import kassa.ring.store.Register;

/** What this node remembers of its peers, on its disk. Any thread may call it. */
final class Memory {
  private static final String FILE = "acquaintances";

  private final DurableFile file;
  private final Register register;
  private final Acquaintances acquaintances;

  /**
   * @throws IOException when the file cannot be read
   */
  Memory(RingSettings settings, Register register) throws IOException {
    this.file = new DurableFile(settings.data().resolve(FILE));
    this.register = register;
    try {
      this.acquaintances = Acquaintances.parse(file.read().orElse(""));
    } catch (IllegalArgumentException e) {
      throw new IOException("the file " + file.path() + " is damaged", e);
    }
  }

  /**
   * Remembers a peer for good, before anything is sent to it: so whatever it acknowledges, somebody
   * knows that it was there. Writes once for each life of a peer.
   *
   * @return whether it may be talked to; not if its disk forgot a life that was met here
   * @throws UncheckedIOException when the disk fails
   */
  synchronized boolean meet(PeerIdentity peer) {
    if (acquaintances.meet(peer)) {
      try {
        file.write(acquaintances.toText());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remember " + peer.incarnation(), e);
      }
    }
    return acquaintances
        .of(peer.incarnation().node())
        .filter(a -> a.forgotten().isEmpty())
        .isPresent();
  }

  Testimony about(NodeId node) {
    Map<Incarnation, Long> recorded = register.latestLives(node);
    boolean remembers = register.standing() != Standing.REPLACED;
    synchronized (this) {
      return new Testimony(remembers, acquaintances.of(node), recorded);
    }
  }
}
