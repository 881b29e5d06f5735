package kassa.chaos.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kassa.chaos.acquirer.LedgerAudit;

/**
 * What all customers were told, and what is wrong with it: by their word and the acquirer's ledger,
 * not by anything that Kassa says of itself.
 *
 * @param turnedAway came while too many were inside
 */
record Sales(List<Sale> all, int turnedAway) {
  private static final int EXAMPLES = 5;

  Sales {
    all = List.copyOf(all);
  }

  List<Sale> sold() {
    return all.stream().filter(Sale::isSold).toList();
  }

  /** How often customers had to ask again, by what they were told before. */
  Map<String, Long> askedAgain() {
    return all.stream()
        .flatMap(sale -> sale.told().stream())
        .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
  }

  /** Every card here is good: whoever has another answer, or none, was not served. */
  List<String> unserved() {
    List<String> unserved =
        examples(
            "was not sold",
            all.stream()
                .filter(sale -> !sale.isSold())
                .map(s -> s.key() + " " + s.end().map(String::valueOf).orElse("gave up"))
                .toList());
    if (turnedAway > 0) {
      unserved.add(turnedAway + " customers found the shop full of waiting ones");
    }
    return unserved;
  }

  /** Names of invariants, and examples. */
  List<String> wrongByLedger(String merchant, LedgerAudit ledger) {
    List<String> unpaid = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    for (Sale sale : all) {
      int charges = ledger.effectiveAuthorizations(new LedgerAudit.Order(merchant, sale.key()));
      if (charges > 1) {
        twice.add(sale.key());
      } else if (charges == 0 && sale.isSold()) {
        unpaid.add(sale.key());
      }
    }
    List<String> wrong = examples("chargedOnce: charged more than once", twice);
    wrong.addAll(examples("toldIsKept: sold and never charged", unpaid));
    return wrong;
  }

  static List<String> examples(String what, List<String> those) {
    List<String> lines = new ArrayList<>();
    if (!those.isEmpty()) {
      String some = String.join(", ", new TreeSet<>(those).stream().limit(EXAMPLES).toList());
      lines.add("%s: %d, such as %s".formatted(what, those.size(), some));
    }
    return lines;
  }
}
