package kassa.ring.disk;

import java.util.List;
import kassa.ring.Bound;

/**
 * Whether a node has room: for new orders, for what others bring, or only for what it has begun. A
 * fact is never dropped to make some; rather nothing new begins, long before the disk is full. Once
 * a mark is passed, a quarter more must be free before it counts as left: merging files takes and
 * gives room all the time.
 *
 * <p>A disk that does not answer when it is looked at is taken for one without room: its fsyncs
 * would not end either.
 *
 * <p>No clock. Any thread may call it. Times are milliseconds of the monotonic clock.
 */
public final class DiskRoom {
  /** How long a look may take; many of them, so that a busy disk does not count as a silent one. */
  public static final long SILENCE = 15_000;

  private final DiskMarks marks;
  private DiskLook last = new DiskLook(Long.MAX_VALUE, 0);
  private long lookedAt;
  private boolean low;
  private boolean spent;
  private boolean owesMuch;

  /** What there is room for. */
  public enum Level {
    /** Everything. */
    AMPLE,
    /** What others bring; no new orders. */
    LOW,
    /** What this node has begun. */
    SPENT
  }

  /** Why a disk is not ample. */
  public enum Why {
    NOTHING,
    /** It is nearly full. */
    SPACE,
    /** Its node owes too much to others or to the archive. */
    OWED,
    /** It does not say how full it is. */
    SILENT
  }

  /**
   * How it stands.
   *
   * @param free bytes, by the last look
   * @param owed entries of the outbox, by the last look
   */
  public record Standing(Level level, Why why, long free, long owed) {}

  /** Of a disk that just answered: its store was opened. */
  public DiskRoom(DiskMarks marks, long now) {
    this.marks = marks;
    this.lookedAt = now;
  }

  public synchronized void looked(DiskLook look, long now) {
    last = look;
    lookedAt = now;
    low = isBelow(look.free(), marks.shedBelow(), low);
    spent = isBelow(look.free(), marks.keep(), spent);
    owesMuch = look.owed() >= (owesMuch ? marks.mostOwed() / 4 * 3 : marks.mostOwed());
  }

  private static boolean isBelow(long free, long mark, boolean already) {
    return free < (already ? mark + mark / 4 : mark);
  }

  public synchronized Standing at(long now) {
    boolean silent = now - lookedAt > SILENCE;
    Level level = spent ? Level.SPENT : low || owesMuch || silent ? Level.LOW : Level.AMPLE;
    Why why = low || spent ? Why.SPACE : silent ? Why.SILENT : owesMuch ? Why.OWED : Why.NOTHING;
    return new Standing(level, why, last.free(), last.owed());
  }

  /** Whether an order may begin here of which nothing is on this disk. */
  public boolean takesNewOrders(long now) {
    return at(now).level() == Level.AMPLE;
  }

  /** Whether what others bring may be stored here. */
  public boolean takesOffers(long now) {
    return at(now).level() != Level.SPENT;
  }

  public synchronized List<Bound> bounds() {
    String elsewhere = "others are the home of new orders; where none can, 503 no_room";
    return List.of(
        Bound.of("disk.shed-below", marks.shedBelow(), "bytes free at least", elsewhere)
            .used(last.free()),
        Bound.of("disk.keep", marks.keep(), "bytes free at least", "others' writes stay owed")
            .used(last.free()),
        Bound.of("outbox.entries", marks.mostOwed(), "entries", elsewhere).used(last.owed()),
        Bound.of("disk.silence", SILENCE, "ms", elsewhere));
  }
}
