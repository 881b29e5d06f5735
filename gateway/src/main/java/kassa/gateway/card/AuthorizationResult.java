package kassa.gateway.card;

/** What the acquirer said, or why we do not know. */
public sealed interface AuthorizationResult {
  /**
   * @param transactionId the acquirer's own id: a replay repeats the first one
   * @param authorizationCode of the issuer, 6 characters
   * @param captured whether the money was taken as well
   */
  record Approved(String transactionId, String authorizationCode, boolean captured)
      implements AuthorizationResult {}

  /** The issuer or the acquirer said no; asking again under this reference repeats the no. */
  record Declined(DeclineCode code) implements AuthorizationResult {}

  /** The request left, or may have left, and no usable answer came: never a decline. */
  record Unknown(String why) implements AuthorizationResult {}

  /**
   * Nothing came of this message: no byte of it left this process, or the acquirer said itself, in
   * an answer that matches, that it did nothing with it and never will. About a repeat it says
   * nothing of the first message (rule M4).
   */
  record NotSent(String why) implements AuthorizationResult {}

  /** To an inquiry only: the acquirer has not seen the reference. It may still be on its way. */
  record NotFound() implements AuthorizationResult {}
}
