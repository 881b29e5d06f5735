package kassa.ring.store;

/**
 * What the disk gave back is not what was written. A disk that did that once is trusted with
 * nothing more: the node ends, and wiped it is refilled by the ring.
 */
public final class StoreDamaged extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public StoreDamaged(String directory, Exception why) {
    super(
        "the store in "
            + directory
            + " is damaged: "
            + why.getMessage()
            + ". Wipe the whole data directory and start again: the ring refills it",
        why);
  }
}
