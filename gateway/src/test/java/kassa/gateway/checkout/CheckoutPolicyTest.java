package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static kassa.gateway.order.OrderSamples.DEADLINE;
import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.at;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import kassa.gateway.order.Attempt;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Unrecognized;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.Recorded;
import kassa.ring.Dot;
import org.junit.jupiter.api.Test;

/**
 * The policy as a table. The customer asks at n1 for body A, and pays until a moment called late.
 *
 * <p>Facts: {@code A2} is node 2's word that body A stands, with its intent; {@code o2} that word
 * without an intent; {@code b3} is {@code B3} said before all others; {@code -1} node 1's word that
 * it did not send; {@code w1} its word that its body is withdrawn; {@code +A} an approval, {@code
 * xA} a decline; {@code ?4} what this version cannot read.
 *
 * <p>Own part: {@code fresh}, stored and not sent; {@code few}, not on W places; {@code sent}
 * without an answer; {@code pausing} after that; {@code unsent}, the only message did not leave;
 * {@code again}, a repeat did not leave.
 */
class CheckoutPolicyTest {
  private static final Instant LATE = DEADLINE.minusMillis(400);
  private static final Instant EARLY = LATE.minusSeconds(1);
  private static final Dot OPENED = dot("n1", 1);
  private static final Dot INTENT = dot("n1", 2);

  private final CheckoutPolicy policy = new CheckoutPolicy();

  @Test
  void withACustomerWaiting() {
    check(
        """
        rule | facts            | own     | when  | next
        M2   |                  | none    | early | begin
        M2   | A1               | fresh   | early | send
        M2   | A1               | few     | early | take back: too_few_replicas
        M4   | A1 -1            | few     | early | nothing happened: too_few_replicas

        M3   |                  | none    | late  | nothing happened: too_late
        M3   | A1               | fresh   | late  | take back: too_late
        M3   | A1 -1            | fresh   | late  | nothing happened: too_late
        M3   | A1 -1            | fresh   | early | nothing happened: too_late

        M4   | A1               | unsent  | early | take back: partner_away
        M4   | A1 -1            | unsent  | early | nothing happened: partner_away
        M4   | A1               | again   | early | send: repeat
        M4   | A1               | again   | late  | processing

        M5   | A2               | none    | late  | unknown
        M5   | A2 -2            | none    | late  | nothing happened: too_late
        M5   | o2               | none    | late  | unknown
        M5   | A1 A2            | few     | early | take back: cannot tell
        M5   | A1 -1 A2         | few     | early | unknown
        M5   | A1 -1 A2 -2      | few     | early | nothing happened: too_few_replicas
        M5   | A1 -1 o2         | few     | early | unknown
        M5   | A1 A2            | unsent  | early | take back: cannot tell
        M5   | A1 -1 A2         | unsent  | early | processing
        M5   | ?4               | none    | early | unknown
        M5   | A1 ?4            | fresh   | early | take back: cannot tell
        M5   | A1 ?4            | sent    | early | send: repeat

        M6   | A1               | sent    | late  | processing
        M6   | A1               | pausing | late  | processing

        M8   | A1               | sent    | early | send: repeat
        M8   | A1               | pausing | early | wait
        M8   | A2               | none    | early | begin
        M8   | A1 A2            | fresh   | early | send: repeat
        M8   | A1 A2 -2         | fresh   | early | send
        M8   | A2 +A            | none    | early | outcome
        M8   | A2 +A            | none    | late  | outcome
        M8   | A1 +A            | sent    | early | outcome
        M8   | A1 A2 +A         | fresh   | early | take back: outcome known
        M8   | A1 -1 A2 +A      | fresh   | early | outcome
        M8   | A1 -1 A2 +A      | few     | early | outcome

        M13  | A1 xA            | sent    | early | outcome
        M13  | A1 +A xA         | sent    | early | outcome

        M15  | B3               | none    | early | key reused
        M15  | B3               | none    | late  | key reused
        M15  | B3 -3            | none    | early | key reused
        M15  | B3 -3 w3         | none    | early | begin
        M15  | B3 +B            | none    | early | key reused
        M15  | B3 xB            | none    | early | key reused
        M15  | A1 B3            | fresh   | early | take back: another body stands, withdraw
        M15  | A1 B3            | few     | early | take back: another body stands, withdraw
        M15  | A1 B3            | unsent  | early | take back: another body stands, withdraw
        M15  | A1 -1 w1 B3      | fresh   | early | key reused
        M15  | A1 -1 w1 B3 -3   | fresh   | early | key reused
        M15  | A1 -1 w1         | fresh   | early | key reused
        M15  | A1 B3            | sent    | early | send: repeat
        M15  | A1 B3            | sent    | late  | processing
        M15  | A2 B3            | none    | early | unknown
        M15  | A1 A2 B3         | fresh   | early | take back: cannot tell
        M15  | A2 -2 B3         | none    | early | key reused
        M15  | A2 +A B3 +B      | none    | early | outcome
        M15  | A2 +A b3 +B      | none    | early | unknown
        M15  | A2 xA B3 +B      | none    | early | key reused
        """);
  }

  @Test
  void withNobodyWaitingItOnlyInquires() {
    check(
        """
        rule | facts            | own     | when  | next
        M16  |                  | nobody  | early | settled
        M16  | A1               | nobody  | early | inquire: A
        M16  | A1               | nobody  | late  | inquire: A
        M16  | A1 -1            | nobody  | late  | settled
        M16  | A1 -1 A2         | nobody  | late  | inquire: A
        M16  | A1 +A            | nobody  | late  | settled
        M16  | A1 xA            | nobody  | late  | settled
        M16  | A1 B3            | nobody  | late  | inquire: A B
        M16  | A1 +A B3         | nobody  | late  | inquire: B
        M16  | o2               | nobody  | late  | settled
        M6   | A1 -2            | nobody  | late  | inquire: A
        """);
  }

  @Test
  void onlySendingMovesMoney() {
    assertEquals(true, new NextStep.Send(false).movesMoney());
    assertEquals(true, new NextStep.Send(true).movesMoney());
    assertEquals(false, new NextStep.Begin().movesMoney());
    assertEquals(false, new NextStep.Inquire(List.of()).movesMoney());
  }

  private void check(String table) {
    assertAll(
        table
            .lines()
            .skip(1)
            .filter(row -> !row.isBlank())
            .map(row -> () -> assertEquals(cell(row, 4), described(next(row)), row)));
  }

  private NextStep next(String row) {
    Order order =
        Order.of(
            ID,
            Stream.of(cell(row, 1).split(" "))
                .filter(word -> !word.isEmpty())
                .flatMap(CheckoutPolicyTest::facts)
                .toList());
    Instant now = cell(row, 3).equals("late") ? LATE : EARLY;
    return policy.next(order, who(cell(row, 2)), now);
  }

  private static String cell(String row, int column) {
    return row.split("\\|", -1)[column].strip();
  }

  private static Stream<Recorded> facts(String word) {
    String node = "n" + word.charAt(1);
    return switch (word.charAt(0)) {
      case 'A' -> Stream.of(opened(1, node, A), at(1, dot(node, 2), intent(A)));
      case 'B' -> Stream.of(opened(2, node, B), at(2, dot(node, 2), intent(B)));
      case 'b' -> Stream.of(opened(0, node, B), at(0, dot(node, 2), intent(B)));
      case 'o' -> Stream.of(opened(1, node, A));
      case '-' -> Stream.of(at(3, dot(node, 3), new NotSent(dot(node, 2), "away")));
      case 'w' -> Stream.of(at(3, dot(node, 4), new Withdrawn(dot(node, 1))));
      case '+' -> Stream.of(at(4, dot("n2", body(word)), approved(fingerprint(word), "tx")));
      case 'x' -> Stream.of(at(4, dot("n3", body(word)), declined(fingerprint(word))));
      default -> Stream.of(at(4, dot("n4", 1), new Unrecognized("later")));
    };
  }

  private static Recorded opened(long millis, String node, String fingerprint) {
    return at(millis, dot(node, 1), new Opened(placed(fingerprint)));
  }

  private static String fingerprint(String word) {
    return word.charAt(1) == 'A' ? A : B;
  }

  private static long body(String word) {
    return word.charAt(1);
  }

  private static Waiting who(String own) {
    OwnPart fresh = OwnPart.NONE.appended(OPENED, INTENT, true);
    OwnPart sent = fresh.sent();
    return switch (own) {
      case "nobody" -> new Waiting.Nobody();
      case "none" -> customer(OwnPart.NONE);
      case "fresh" -> customer(fresh);
      case "few" -> customer(OwnPart.NONE.appended(OPENED, INTENT, false));
      case "sent" -> customer(sent);
      case "pausing" -> customer(sent.unanswered(false, LATE.plus(Duration.ofSeconds(1))));
      case "unsent" -> customer(sent.unanswered(true, EARLY));
      case "again" -> customer(sent.sent().unanswered(true, EARLY));
      default -> throw new IllegalArgumentException(own);
    };
  }

  private static Waiting customer(OwnPart own) {
    return new Waiting.Customer(placed(A), LATE, own);
  }

  private static String described(NextStep step) {
    if (step instanceof NextStep.Begin) {
      return "begin";
    } else if (step instanceof NextStep.Send send) {
      return send.repeat() ? "send: repeat" : "send";
    } else if (step instanceof NextStep.TakeBack back) {
      assertEquals(INTENT, back.intent());
      assertEquals(Optional.of(OPENED), back.withdrawn().or(() -> Optional.of(OPENED)));
      return "take back: " + back.why() + (back.withdrawn().isPresent() ? ", withdraw" : "");
    } else if (step instanceof NextStep.Inquire inquire) {
      StringBuilder bodies = new StringBuilder("inquire:");
      for (Attempt attempt : inquire.attempts()) {
        bodies.append(attempt.fingerprint().equals(A) ? " A" : " B");
      }
      return bodies.toString();
    } else if (step instanceof NextStep.Wait) {
      return "wait";
    } else if (step instanceof NextStep.Settled) {
      return "settled";
    } else if (step instanceof NextStep.TellOutcome) {
      return "outcome";
    } else if (step instanceof NextStep.TellProcessing) {
      return "processing";
    } else if (step instanceof NextStep.TellNothingHappened nothing) {
      return "nothing happened: " + nothing.why().name().toLowerCase(Locale.ROOT);
    } else if (step instanceof NextStep.TellKeyReused) {
      return "key reused";
    }
    return "unknown";
  }
}
