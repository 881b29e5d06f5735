package kassa.gateway.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import kassa.ring.NodeId;

/** One node's disk, read to its end a page at a time; it holds one page. */
public final class DiskWalk {
  private final NodeId node;
  private final Function<Optional<String>, Optional<FactsPage>> pages;
  private final Deque<FactsPage.Line> page = new ArrayDeque<>();
  private Optional<String> cursor = Optional.empty();
  private boolean begun;
  private boolean silent;

  /**
   * @param pages gives the page at a cursor, the first one without; nothing when the node does not
   *     answer
   */
  public DiskWalk(String node, Function<Optional<String>, Optional<FactsPage>> pages) {
    this.node = new NodeId(node);
    this.pages = pages;
  }

  /** Whether it fell silent before its end, so that nothing is known of the rest. */
  public boolean isSilent() {
    return silent;
  }

  NodeId node() {
    return node;
  }

  /** The next key, which is not taken yet; nothing at the end, or when the node is silent. */
  Optional<FactsPage.Line> peek() {
    while (page.isEmpty() && !silent && (!begun || cursor.isPresent())) {
      Optional<FactsPage> read = pages.apply(cursor);
      begun = true;
      silent = read.isEmpty();
      cursor = read.flatMap(FactsPage::next);
      read.ifPresent(more -> page.addAll(more.lines()));
    }
    return Optional.ofNullable(page.peek());
  }

  void take() {
    page.remove();
  }
}
