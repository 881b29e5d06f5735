package kassa.gateway.order;

import java.time.Instant;
import kassa.ring.Dot;

/**
 * What a node learned about an order. Its wire form is the payload of a {@link kassa.ring.Fact}.
 */
public sealed interface OrderFact {
  /** The kind of the {@link kassa.ring.Fact} that carries this. */
  String kind();

  /**
   * A node took the order on: this body stands under the order's key. Every home records its own,
   * so that taking one back leaves the others standing.
   */
  record Opened(Placed placed) implements OrderFact {
    public static final String KIND = "placed";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A home took its body back before any money left for it, because another body stood (rule M15).
   *
   * @param placed the {@link Opened} that binds nothing from now on
   */
  record Withdrawn(Dot placed) implements OrderFact {
    public static final String KIND = "withdrawn";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * Money is about to move: an authorization may leave from now on (rule M2).
   *
   * @param attempt 1, 2, 3 …
   * @param fingerprint of the body that is authorized
   * @param acquirer its name
   * @param reference what the acquirer knows the attempt by, 32 hexadecimal digits (rule M7)
   * @param capture whether the money is taken as well
   * @param stan field 11 of ISO 8583, 1 to 999999; a reversal must quote it
   * @param transmittedAt field 7, to the second; likewise
   * @param deadline after it, the first message of this intent is not sent any more (rule M3)
   */
  record Intent(
      int attempt,
      String fingerprint,
      String acquirer,
      String reference,
      Money amount,
      boolean capture,
      int stan,
      Instant transmittedAt,
      Instant deadline)
      implements OrderFact {
    public static final String KIND = "intent";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * Nothing left for this intent, and nothing will: the word of the actor that would have sent it
   * (rule M4). From any other actor it means nothing.
   *
   * @param why for people
   */
  record NotSent(Dot intent, String why) implements OrderFact {
    public static final String KIND = "not_sent";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * The acquirer authorized an attempt.
   *
   * @param transactionId the acquirer's; a repeated request yields the first one again (rule M11)
   * @param authorizationCode the issuer's, 6 characters
   * @param captured whether the money is taken as well
   * @param basis who said so; {@code acquirer}
   */
  record Approved(
      int attempt,
      String fingerprint,
      String acquirer,
      String reference,
      String transactionId,
      String authorizationCode,
      boolean captured,
      Money amount,
      String basis)
      implements OrderFact {
    public static final String KIND = "approved";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * The acquirer refused an attempt.
   *
   * @param declineCode in the merchant's words, for instance {@code insufficient_funds}
   */
  record Declined(int attempt, String fingerprint, String reference, String declineCode)
      implements OrderFact {
    public static final String KIND = "declined";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A fact that this version cannot read: of a kind it does not know, or a known kind in a form it
   * does not know. It is kept and shown, and decides nothing.
   */
  record Unrecognized(String kind) implements OrderFact {}
}
