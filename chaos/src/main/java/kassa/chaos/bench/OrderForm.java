package kassa.chaos.bench;

import java.time.Year;
import kassa.gateway.console.SampleOrder;

/**
 * Orders that differ in their references only, filled in without building JSON for each.
 *
 * @param run told apart from all earlier runs, so that no key is a replay
 * @param before the reference, in the body
 * @param after it
 */
record OrderForm(String run, String before, String after) {
  private static final String BLANK = "@reference@";

  static OrderForm of(String run, Year thisYear) {
    String body = SampleOrder.approved(BLANK, thisYear).json();
    int at = body.indexOf(BLANK);
    return new OrderForm(run, body.substring(0, at), body.substring(at + BLANK.length()));
  }

  /** The idempotency key of one checkout, and its merchant reference. */
  String key(String phase, long number) {
    return "bench-" + run + "-" + phase + "-" + number;
  }

  String body(String key) {
    return before + key + after;
  }

  /** Without the card, which belongs in no log. */
  @Override
  public String toString() {
    return "order form of " + run;
  }
}
