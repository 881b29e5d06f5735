package kassa.gateway.card;

import static kassa.gateway.card.Iso8583Dialect.required;
import static kassa.gateway.card.Iso8583Dialect.text;

import com.solab.iso8583.IsoMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's word on one reference, not yet believed. */
record Iso8583Answer(
    int type,
    String reference,
    @Nullable String amount,
    @Nullable String currency,
    String code,
    @Nullable String authorizationCode,
    @Nullable String transactionId) {

  /**
   * @throws MalformedMessage when it lacks reference or response code, so that it answers nothing
   */
  static Iso8583Answer of(IsoMessage message) throws MalformedMessage {
    return new Iso8583Answer(
        message.getType(),
        required(message, Iso8583Dialect.REFERENCE),
        text(message, Iso8583Dialect.AMOUNT),
        text(message, Iso8583Dialect.CURRENCY),
        required(message, Iso8583Dialect.RESPONSE_CODE),
        text(message, Iso8583Dialect.AUTHORIZATION_CODE),
        text(message, Iso8583Dialect.TRANSACTION_ID));
  }

  /**
   * What the answer means for the question. An answer that does not echo amount and currency may be
   * about other money, and settles nothing. In the answer to an inquiry the code is that of the
   * original request, or else says what became of the inquiry itself: "not routed" is then no word
   * on the original.
   */
  AuthorizationResult to(Iso8583Question question) {
    if (!question.amount().equals(amount) || !question.currency().equals(currency)) {
      return new AuthorizationResult.Unknown("the answer is about another amount");
    }
    if (code.equals(ResponseCode.APPROVED)) {
      return approved(question.authorization().capture());
    }
    boolean inquiry = question.kind() == Iso8583Question.Kind.INQUIRY;
    if (inquiry && code.equals(ResponseCode.NOT_FOUND)) {
      return new AuthorizationResult.NotFound();
    }
    if (!inquiry && code.equals(ResponseCode.NOT_ROUTED)) {
      return new AuthorizationResult.NotSent("the acquirer could not route it and did nothing");
    }
    Optional<DeclineCode> decline = ResponseCode.decline(code);
    if (decline.isPresent()) {
      return new AuthorizationResult.Declined(decline.get());
    }
    return new AuthorizationResult.Unknown("response code " + code);
  }

  private AuthorizationResult approved(boolean captured) {
    if (transactionId == null || transactionId.isEmpty() || authorizationCode == null) {
      return new AuthorizationResult.Unknown("an approval without transaction id or code");
    }
    return new AuthorizationResult.Approved(transactionId, authorizationCode, captured);
  }
}
