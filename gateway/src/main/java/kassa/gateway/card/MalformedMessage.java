package kassa.gateway.card;

/** Bytes that are not a message of our dialect. It never quotes them: they may hold a card. */
public final class MalformedMessage extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedMessage(String what) {
    super(what);
  }
}
