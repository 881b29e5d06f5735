package kassa.ring.node;

import java.nio.file.Path;
import java.time.Duration;
import kassa.ring.NodeId;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.disk.DiskMarks;
import kassa.ring.eviction.EvictionPace;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;

/**
 * What a node of the ring is started with.
 *
 * @param own where this node is; it need not be one of those with which the ring begins
 * @param ring how it began: the same at all nodes, for ever
 * @param data its directory; it belongs to this node alone
 * @param remotingHost the address at which peers reach it
 * @param firstPort of the range of remoting ports; every life of a node takes another one
 * @param lastPort of that range; it must hold at least two ports for each node on this host
 * @param hotWindow how long the facts of a key stay on the disks; see {@link EvictionPace}
 * @param marks where it begins to save its disk
 * @param agreement fingerprint of what all nodes must have alike besides the descriptor, for the
 *     layer above: 1 to 32 letters and digits
 */
public record RingSettings(
    Member own,
    Path data,
    RingDescriptor ring,
    String remotingHost,
    int firstPort,
    int lastPort,
    ArchiveSettings archive,
    Duration hotWindow,
    DiskMarks marks,
    String agreement) {
  /** Unless another one is configured. */
  public static final Duration HOT_WINDOW = Duration.ofDays(3);

  /** Milliseconds without a word after which the next node is asked; see {@code Peers}. */
  static final long HEDGE_TIME = 200;

  public RingSettings {
    if (ring.member(own.node()).filter(member -> !member.equals(own)).isPresent()) {
      throw new IllegalArgumentException(own + " is another member of ring " + ring.name());
    }
    if (hotWindow.toMillis() < 1) {
      throw new IllegalArgumentException("a hot window of " + hotWindow);
    }
    if (!agreement.matches("[A-Za-z0-9]{1,32}")) {
      throw new IllegalArgumentException("agreement '" + agreement + "'");
    }
    if (firstPort < 1024 || lastPort > 65_535 || firstPort >= lastPort) {
      throw new IllegalArgumentException("remoting ports " + firstPort + "-" + lastPort);
    }
  }

  public NodeId self() {
    return own.node();
  }

  /**
   * What two nodes compare before they talk: other keys, or another placement, and they must not.
   */
  String fingerprint() {
    return ring.fingerprint() + "." + agreement;
  }
}
