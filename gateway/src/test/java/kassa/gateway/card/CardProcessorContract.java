package kassa.gateway.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.AuthorizationResult.Declined;
import kassa.gateway.card.AuthorizationResult.NotFound;
import kassa.gateway.card.AuthorizationResult.NotSent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every card processor does, the fakes too. It knows the sandbox cards. */
public abstract class CardProcessorContract {
  private final Attempts attempts = new Attempts("c0");

  /** A processor that is connected and has seen none of the references of {@link Attempts}. */
  protected abstract CardProcessor processor();

  @Test
  void aGoodCardIsApprovedAndCapturedWhenAsked() {
    Approved taken = approved(authorize(attempts.of("a", 1_000, true), Attempts.GOOD_CARD));
    Approved held = approved(authorize(attempts.of("b", 1_000, false), Attempts.GOOD_CARD));

    assertEquals(true, taken.captured());
    assertEquals(false, held.captured());
    assertNotEquals(taken.transactionId(), held.transactionId());
    assertEquals(6, taken.authorizationCode().length());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          4000000000000002, GENERIC_DECLINE
          4000000000009995, INSUFFICIENT_FUNDS
          4000000000000069, EXPIRED_CARD
          4000000000000127, INCORRECT_CVC
          4000000000000119, PROCESSING_ERROR
          4111111111111111, INVALID_CARD
          """)
  void aBadCardIsDeclinedWithItsReason(String number, DeclineCode reason) {
    AuthorizationResult result = authorize(attempts.of(1_000), Attempts.card(number));

    assertEquals(new Declined(reason), result);
  }

  @Test
  void aRepeatHasTheSameTransactionAsTheFirst() {
    Authorization attempt = attempts.of(2_000);

    AuthorizationResult first = authorize(attempt, Attempts.GOOD_CARD);
    AuthorizationResult repeated =
        join(processor().repeat(attempt, Attempts.GOOD_CARD, inTenSeconds()));

    assertEquals(approved(first), repeated);
  }

  @Test
  void aRepeatOfWhatNeverArrivedIsAuthorized() {
    Authorization attempt = attempts.of(2_500);

    AuthorizationResult repeated =
        join(processor().repeat(attempt, Attempts.GOOD_CARD, inTenSeconds()));

    approved(repeated);
  }

  @Test
  void anInquiryTellsWhatBecameOfTheReference() {
    Authorization approved = attempts.of(3_000);
    Authorization declined = attempts.of(3_001);
    AuthorizationResult yes = authorize(approved, Attempts.GOOD_CARD);
    AuthorizationResult no = authorize(declined, Attempts.card("4000000000009995"));

    assertEquals(yes, join(processor().inquire(approved, inTenSeconds())));
    assertEquals(no, join(processor().inquire(declined, inTenSeconds())));
  }

  @Test
  void anInquiryStartsNothing() {
    Authorization attempt = attempts.of(4_000);

    assertEquals(new NotFound(), join(processor().inquire(attempt, inTenSeconds())));
    assertEquals(new NotFound(), join(processor().inquire(attempt, inTenSeconds())));
  }

  @Test
  void afterItsDeadlineNothingIsSent() {
    Authorization attempt = attempts.of(5_000);

    AuthorizationResult late =
        join(processor().authorize(attempt, Attempts.GOOD_CARD, Instant.now().minusMillis(1)));

    assertInstanceOf(NotSent.class, late);
    assertEquals(new NotFound(), join(processor().inquire(attempt, inTenSeconds())));
  }

  private AuthorizationResult authorize(Authorization attempt, CardDetails card) {
    return join(processor().authorize(attempt, card, inTenSeconds()));
  }

  private static Approved approved(AuthorizationResult result) {
    return assertInstanceOf(Approved.class, result);
  }

  private static Instant inTenSeconds() {
    return Instant.now().plusSeconds(10);
  }

  private static AuthorizationResult join(CompletionStage<AuthorizationResult> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
