package kassa.ring.node;

import java.io.IOException;

/**
 * The data directory was put back from an older copy: peers know of more of this node's past than
 * its own disk. What it acknowledged after the copy was made it would deny.
 */
public final class OldCopy extends IOException {
  private static final long serialVersionUID = 1;

  OldCopy(String sign, RingSettings settings) {
    super(
        "the data directory "
            + settings.data()
            + " is an older copy: "
            + sign
            + ". Wipe the whole directory and start again: the ring refills it");
  }
}
