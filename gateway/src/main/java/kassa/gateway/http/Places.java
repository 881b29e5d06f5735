package kassa.gateway.http;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The connections at one address, and which of them makes room for another: of those of which
 * something is waited for, be it a request or that they take an answer, the one that was heard of
 * longest ago. Those that wait for us stay. One thread, apart from {@link #taken}; every method
 * takes the same time however many there are.
 *
 * @param <C> a connection
 */
final class Places<C> {
  private final int most;
  private final Set<C> all = new HashSet<>();

  /** In the order in which they were heard of. */
  private final Set<C> waiting = new LinkedHashSet<>();

  private volatile int taken;

  Places(int most) {
    this.most = most;
  }

  /** Who must go before another can come; empty when there is room, or when all are at work. */
  Optional<C> yields() {
    return all.size() < most ? Optional.empty() : waiting.stream().findFirst();
  }

  /**
   * It is here, and has said nothing yet.
   *
   * @return false when there is no place, and it was not taken
   */
  boolean comes(C connection) {
    if (all.size() >= most) {
      return false;
    }
    all.add(connection);
    waiting.add(connection);
    taken = all.size();
    return true;
  }

  /** It began a request. */
  void heardOf(C connection) {
    if (waiting.remove(connection)) {
      waiting.add(connection);
    }
  }

  /** A whole request of it is here: it stays until that is answered. */
  void asks(C connection) {
    waiting.remove(connection);
  }

  /** It was told its answer, and has yet to take it, or to ask again. */
  void answered(C connection) {
    if (all.contains(connection)) {
      waiting.add(connection);
    }
  }

  void goes(C connection) {
    all.remove(connection);
    waiting.remove(connection);
    taken = all.size();
  }

  /** How many are here; on any thread. */
  int taken() {
    return taken;
  }
}
