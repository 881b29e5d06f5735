package kassa.ring.membership;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes some of many, and the next ones the next time, so that work does not grow with a ring. */
public final class Turns {
  private final int atOnce;
  private long taken;

  public Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Those whose turn it is; all of them when they are few. */
  public <T> Set<T> next(List<T> all) {
    Set<T> next = new LinkedHashSet<>();
    for (int i = 0; i < Math.min(atOnce, all.size()); i++) {
      next.add(all.get((int) (taken++ % all.size())));
    }
    return next;
  }
}
