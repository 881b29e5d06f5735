package kassa.gateway.card;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * One acquirer. Any thread may call; nothing blocks; stages complete by the deadline, on a thread
 * that must not be blocked, and never exceptionally.
 *
 * <p>The acquirer must deduplicate on the reference: the same reference sent twice has one effect,
 * and both answers carry the same transaction id.
 */
public interface CardProcessor {
  /** The name that is part of references; at most 32 characters. */
  String acquirer();

  /** The first message of an intent. */
  CompletionStage<AuthorizationResult> authorize(
      Authorization authorization, CardDetails card, Instant deadline);

  /** The same message again, marked as a repeat, under the same reference. */
  CompletionStage<AuthorizationResult> repeat(
      Authorization authorization, CardDetails card, Instant deadline);

  /** Asks what became of a reference. Sends no card and starts nothing. */
  CompletionStage<AuthorizationResult> inquire(Authorization authorization, Instant deadline);

  /** Whether a connection to the acquirer stands at this moment; a hint. */
  boolean connected();
}
