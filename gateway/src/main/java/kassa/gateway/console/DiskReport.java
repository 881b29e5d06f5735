package kassa.gateway.console;

import java.util.List;
import java.util.Locale;

/**
 * Whose disk has no room for new orders.
 *
 * @param views what each answering node says
 */
record DiskReport(List<NodeStatus> views) {
  static final String NEXT =
      "./kassa config show · runbook: docs in gateway/README.md#a-disk-that-fills";

  /** Empty when all have room, as far as anybody knows. */
  List<String> sentences() {
    return views.stream()
        .filter(view -> !view.disk().takesNewOrders())
        .map(DiskReport::sentence)
        .toList();
  }

  /** Whether nobody who answers takes new orders. */
  boolean isFull() {
    return views.stream().noneMatch(view -> view.disk().takesNewOrders());
  }

  private static String sentence(NodeStatus view) {
    NodeStatus.Disk disk = view.disk();
    String why =
        switch (disk.why()) {
          case "owed" -> "owes %d entries".formatted(disk.owed());
          case "silent" -> "is not told by its disk how full that is";
          default -> "has %s of disk left".formatted(size(disk.free()));
        };
    String what =
        disk.level().equals("spent")
            ? "nothing from others, who keep it for %s".formatted(view.node())
            : "no new orders: others are their home";
    return "%s %s and takes %s.".formatted(view.node(), why, what);
  }

  static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
