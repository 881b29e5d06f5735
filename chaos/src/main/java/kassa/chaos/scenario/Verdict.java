package kassa.chaos.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kassa.chaos.acquirer.LedgerAudit;

/**
 * What customers had of a scenario, and what is wrong with it: by what they were told and the
 * acquirer's ledger, not by anything that Kassa says of itself.
 *
 * @param meanwhile how many of the customers came while the scenario was played
 * @param turnedAway customers who came while too many were inside
 * @param notReplayed orders that are not what they were when they were sold
 * @param agreeing the nodes that ran at the end, those together that knew the same ring
 */
public record Verdict(
    List<Sale> sales,
    int meanwhile,
    int turnedAway,
    List<String> notReplayed,
    List<List<String>> agreeing) {
  private static final int EXAMPLES = 5;

  public Verdict {
    sales = List.copyOf(sales);
    notReplayed = List.copyOf(notReplayed);
    agreeing = List.copyOf(agreeing);
  }

  public int customers() {
    return sales.size() + turnedAway;
  }

  public long sold() {
    return sales.stream().filter(Sale::isSold).count();
  }

  /** How many had another first answer than a sale, or none, or were not let in. */
  public long notAtOnce() {
    return turnedAway + sales.stream().filter(s -> !s.isSold() || !s.told().isEmpty()).count();
  }

  /** How often customers had to ask again, by what they were told before. */
  public Map<String, Long> askedAgain() {
    return sales.stream()
        .flatMap(sale -> sale.told().stream())
        .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
  }

  /**
   * What must not be, in lines; none when all is well. Every card here is good: whoever has another
   * answer than a sale, or none, was not served.
   *
   * @param merchant of all of these orders
   */
  public List<String> wrong(String merchant, LedgerAudit ledger) {
    List<String> unserved = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    List<String> unpaid = new ArrayList<>();
    for (Sale sale : sales) {
      int charges = ledger.effectiveAuthorizations(new LedgerAudit.Order(merchant, sale.key()));
      if (!sale.isSold()) {
        unserved.add(sale.key() + " " + sale.end().orElse("gave up"));
      }
      if (charges > 1) {
        twice.add(sale.key());
      } else if (charges == 0 && sale.isSold()) {
        unpaid.add(sale.key());
      }
    }
    List<String> wrong = new ArrayList<>();
    add(wrong, "was not sold", unserved);
    if (turnedAway > 0) {
      wrong.add(turnedAway + " customers found the shop full of waiting ones");
    }
    add(wrong, "replayReturnsTheSameOrder", notReplayed);
    add(wrong, "chargedOnce: charged more than once", twice);
    add(wrong, "toldIsKept: sold and never charged", unpaid);
    if (agreeing.size() != 1) {
      wrong.add(
          "oneRing: these know different rings: "
              + agreeing.stream()
                  .map(some -> String.join(", ", some))
                  .collect(Collectors.joining(" | ")));
    }
    return wrong;
  }

  private static void add(List<String> wrong, String what, List<String> those) {
    if (!those.isEmpty()) {
      String some = String.join(", ", new TreeSet<>(those).stream().limit(EXAMPLES).toList());
      wrong.add("%s: %d, such as %s".formatted(what, those.size(), some));
    }
  }
}
