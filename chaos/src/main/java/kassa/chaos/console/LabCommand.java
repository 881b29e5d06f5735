package kassa.chaos.console;

import kassa.chaos.lab.LabFailure;
import kassa.gateway.console.ConsoleCommand;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.Refusal;

/** A command that works on the lab of this checkout. */
abstract class LabCommand extends ConsoleCommand {
  private final LabDesk desk;

  LabCommand(KassaCommand root, LabDesk desk) {
    super(root);
    this.desk = desk;
  }

  abstract Exit act() throws InterruptedException;

  @Override
  protected final Exit run() throws InterruptedException {
    try {
      return act();
    } catch (LabFailure failed) {
      throw new Refusal(Exit.ERROR, failed.words());
    }
  }

  final LabDesk desk() {
    return desk;
  }

  /** Says it now: what follows may take a while. */
  final void say(String line) {
    out().println(line);
    out().flush();
  }
}
