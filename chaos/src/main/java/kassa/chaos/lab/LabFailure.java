package kassa.chaos.lab;

/** The lab cannot do what was asked; the message is for people and says what to do. */
public final class LabFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String words;

  public LabFailure(String words) {
    super(words);
    this.words = words;
  }

  public LabFailure(String words, Throwable cause) {
    super(words + ": " + cause.getMessage(), cause);
    this.words = words + ": " + cause.getMessage();
  }

  public String words() {
    return words;
  }
}
