package kassa.chaos.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kassa.chaos.acquirer.LedgerAudit;

/**
 * What customers had of a scenario.
 *
 * @param notReplayed orders that are not what they were when they were sold
 */
public record Verdict(Sales sales, List<String> notReplayed) {
  public int customers() {
    return sales.all().size() + sales.turnedAway();
  }

  public int sold() {
    return sales.sold().size();
  }

  /** How often they had to ask again, by what they were told before. */
  public Map<String, Long> askedAgain() {
    return sales.askedAgain();
  }

  /**
   * What must not be, in lines; none when all is well.
   *
   * @param merchant of all of these orders
   */
  public List<String> wrong(String merchant, LedgerAudit ledger) {
    List<String> wrong = new ArrayList<>(sales.unserved());
    wrong.addAll(Sales.examples("replayReturnsTheSameOrder", notReplayed));
    wrong.addAll(sales.wrongByLedger(merchant, ledger));
    return wrong;
  }
}
