package kassa.ring.store;

/**
 * How fast full memtables are written to files and files are merged. Customers wait for the same
 * disk and the same CPU, and the nodes of a ring have to do it at the same time: so as slowly as it
 * may be, and faster the more of it waits, long before commits would have to.
 */
final class WriteBack {
  /** In bytes a second; what a thousand checkouts a second leave is written at a half of it. */
  static final long SLOWEST = 4L << 20;

  /** In bytes a second; more than a disk does is as much as it can. */
  static final long FASTEST = 1L << 30;

  /** So many more files than are merged at once, and it goes four times as fast. */
  static final int FILES = 8;

  private WriteBack() {}

  /**
   * @param files that are too many, in the family with most of them
   * @param memtables that are full, in the family with most of them; one is being written
   * @return in bytes a second
   */
  static long pace(int files, int memtables) {
    double waits = Math.max(0, files) / (double) FILES + Math.max(0, memtables - 1);
    return (long) Math.min(FASTEST, SLOWEST * Math.pow(4, waits));
  }
}
