package kassa.gateway.console;

import java.util.List;

/**
 * A change by which partitions get other owners: it is shown, and asked back, before it is made.
 */
abstract class PlannedCommand extends RosterCommand {
  PlannedCommand(KassaCommand root) {
    super(root);
  }

  /**
   * What is to be done, in order; empty when there is nothing to do.
   *
   * @throws Refusal when it cannot be by what anybody knows
   */
  abstract List<RosterStep> steps(RosterReport roster);

  /** What to ask back. */
  abstract String question(RosterReport roster);

  @Override
  protected final Exit run() throws InterruptedException {
    RosterReport roster = roster();
    List<RosterStep> steps = steps(roster);
    if (steps.isEmpty() || root().dryRun()) {
      return plan(steps, "the same without --dry-run");
    }
    if (!root().yes) {
      if (!json()) {
        plan(steps, "");
        out().flush();
      }
      if (!root().surroundings().confirms().test(question(roster))) {
        throw new Refusal(
            Exit.REFUSED, "Nothing is changed: nobody said yes (--yes does not ask back).");
      }
    }
    return change(steps, "./kassa ring status -w, until all is handed over");
  }
}
