package kassa.chaos.bench;

/** How a checkout ended, for a merchant. */
enum Outcome {
  /** Paid. */
  GOOD,
  /** The bank said no: an answer, and for the sandbox card that is approved a wrong one. */
  DECLINED,
  /** The ring took the order, and a webhook will tell: an answer, but no sale yet. */
  PENDING,
  /** No answer that helps, also at another node. */
  FAILED,
  /** It was due, and the generator had too many in flight. */
  NOT_STARTED;

  boolean isAnswer() {
    return this == GOOD || this == DECLINED || this == PENDING;
  }
}
