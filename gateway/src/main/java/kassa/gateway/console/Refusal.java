package kassa.gateway.console;

/** A command cannot go on; its message is one line for people, and says what to do. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;

  public Refusal(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  public Exit exit() {
    return exit;
  }
}
