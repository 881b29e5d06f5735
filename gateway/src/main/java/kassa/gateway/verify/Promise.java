package kassa.gateway.verify;

/** What must hold and can be seen from outside, under the names that all checkers share. */
public enum Promise {
  ACKED_IS_DURABLE("ackedIsDurable", "Every fact is on W distinct places.", false),
  FACTS_ONLY_GROW("factsOnlyGrow", "Facts never change; one dot, one hash.", false),
  INTENT_BEFORE_MONEY(
      "intentBeforeMoney",
      "Before a request to an acquirer leaves, the fact that says so is durable.",
      false),
  ONE_AUTHORIZATION_PER_ATTEMPT(
      "oneAuthorizationPerAttempt",
      "In the acquirer's ledger, an attempt has at most one effective authorization.",
      true),
  DECLINED_IS_NEVER_CHARGED(
      "declinedIsNeverCharged",
      "An order that is declined, or of which nothing came, has no effective authorization.",
      false),
  OWNERS_ARE_EQUAL(
      "ownersAreEqual", "All owners of a key hold the same facts, and so does the archive.", false),
  HINTS_DRAIN("hintsDrain", "No hint is left.", false),
  ORDERS_SETTLE(
      "ordersSettle", "Every order has a final status, or one that waits for the merchant.", false),
  CHARGED_ONCE(
      "chargedOnce", "Each order is charged at most once, and exactly what the order says.", false);

  private final String wire;
  private final String sentence;
  private final boolean needsLedger;

  Promise(String wire, String sentence, boolean needsLedger) {
    this.wire = wire;
    this.sentence = sentence;
    this.needsLedger = needsLedger;
  }

  /** Its name in every checker. */
  public String wire() {
    return wire;
  }

  public String sentence() {
    return sentence;
  }

  /** Whether facts alone say nothing about it. */
  public boolean needsLedger() {
    return needsLedger;
  }
}
