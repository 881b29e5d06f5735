package kassa.gateway.card;

import static org.junit.jupiter.api.Assertions.assertEquals;

import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.AuthorizationResult.Declined;
import kassa.gateway.card.AuthorizationResult.NotFound;
import kassa.gateway.card.AuthorizationResult.NotSent;
import kassa.gateway.card.AuthorizationResult.Unknown;
import kassa.gateway.card.Iso8583Question.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Iso8583AnswerTest {
  private final Authorization asked = new Attempts("a5").of("order", 12_300, true);

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          CODE, TO A REQUEST,       TO AN INQUIRY
          00,   APPROVED,           APPROVED
          05,   GENERIC_DECLINE,    GENERIC_DECLINE
          06,   PROCESSING_ERROR,   PROCESSING_ERROR
          14,   INVALID_CARD,       INVALID_CARD
          51,   INSUFFICIENT_FUNDS, INSUFFICIENT_FUNDS
          54,   EXPIRED_CARD,       EXPIRED_CARD
          57,   GENERIC_DECLINE,    GENERIC_DECLINE
          82,   INCORRECT_CVC,      INCORRECT_CVC
          N7,   INCORRECT_CVC,      INCORRECT_CVC
          92,   NOT_SENT,           UNKNOWN
          25,   UNKNOWN,            NOT_FOUND
          09,   UNKNOWN,            UNKNOWN
          10,   UNKNOWN,            UNKNOWN
          30,   UNKNOWN,            UNKNOWN
          68,   UNKNOWN,            UNKNOWN
          91,   UNKNOWN,            UNKNOWN
          94,   UNKNOWN,            UNKNOWN
          96,   UNKNOWN,            UNKNOWN
          ZZ,   UNKNOWN,            UNKNOWN
          """)
  void aResponseCodeMeans(String code, String toRequest, String toInquiry) {
    Iso8583Answer answer = answer("000000012300", "752", code);

    assertEquals(toRequest, name(answer.to(new Iso8583Question(asked, Kind.FIRST))));
    assertEquals(toRequest, name(answer.to(new Iso8583Question(asked, Kind.REPEAT))));
    assertEquals(toInquiry, name(answer.to(new Iso8583Question(asked, Kind.INQUIRY))));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          000000012299, 752, 00
          000000012300, 978, 00
          000000001230, 752, 05
          ,             752, 00
          000000012300, ,    00
          000000012299, 752, 92
          """)
  void anAnswerAboutOtherMoneySettlesNothing(String amount, String currency, String code) {
    AuthorizationResult result =
        answer(amount, currency, code).to(new Iso8583Question(asked, Kind.FIRST));

    assertEquals("UNKNOWN", name(result));
  }

  @Test
  void anApprovalNamesItsTransaction() {
    AuthorizationResult result =
        answer("000000012300", "752", "00").to(new Iso8583Question(asked, Kind.FIRST));

    assertEquals(new Approved("tx1", "A1B2C3", true), result);
  }

  @Test
  void anApprovalWithoutTransactionSettlesNothing() {
    Iso8583Answer nameless =
        new Iso8583Answer(0x0210, "r", "000000012300", "752", "00", "A1B2C3", null);

    assertEquals("UNKNOWN", name(nameless.to(new Iso8583Question(asked, Kind.FIRST))));
  }

  private Iso8583Answer answer(String amount, String currency, String code) {
    return new Iso8583Answer(
        0x0210, asked.reference().value(), amount, currency, code, "A1B2C3", "tx1");
  }

  private static String name(AuthorizationResult result) {
    if (result instanceof Declined declined) {
      return declined.code().name();
    }
    if (result instanceof Approved) {
      return "APPROVED";
    }
    if (result instanceof NotSent) {
      return "NOT_SENT";
    }
    if (result instanceof NotFound) {
      return "NOT_FOUND";
    }
    return result instanceof Unknown ? "UNKNOWN" : "?";
  }
}
