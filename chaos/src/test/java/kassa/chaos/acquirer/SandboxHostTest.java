package kassa.chaos.acquirer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.solab.iso8583.IsoMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kassa.chaos.acquirer.LedgerEntry.Effect;
import kassa.chaos.acquirer.SandboxHost.Reply;
import kassa.chaos.acquirer.SandboxHost.Timing;
import kassa.gateway.card.Iso8583Dialect;
import kassa.gateway.card.MalformedMessage;
import org.junit.jupiter.api.Test;

class SandboxHostTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String REFERENCE = "00112233445566778899aabbccddeeff";

  private final List<LedgerEntry> ledger = new ArrayList<>();
  private SandboxHost host = new SandboxHost(List.of());

  @Test
  void anApprovalIsInTheLedgerWithTheLastFourDigitsOnly() throws MalformedMessage {
    Reply reply = receive(purchase("order-1", 1_000));

    assertEquals("00", code(reply));
    assertEquals(
        List.of(
            new LedgerEntry(
                NOW,
                REFERENCE,
                "shop-1",
                "order-1",
                "tx0000000001",
                Effect.CAPTURED,
                "00",
                1_000,
                "SEK",
                "4242")),
        ledger);
  }

  @Test
  void aReferenceHasOneEffectHoweverOftenItComes() throws MalformedMessage {
    IsoMessage request = purchase("order-1", 1_000);
    IsoMessage repeat = purchase("order-1", 1_000);
    repeat.setType(Iso8583Dialect.PURCHASE_REPEAT);

    Reply first = receive(request);

    for (Reply again :
        List.of(receive(request), receive(repeat), receive(inquiry("order-1", 1_000)))) {
      assertEquals(transaction(first), transaction(again));
    }
    assertEquals(1, ledger.size());
  }

  @Test
  void anotherAmountUnderTheSameReferenceGetsTheFirstAmountBack() throws MalformedMessage {
    receive(purchase("order-1", 1_000));

    Reply other = receive(purchase("order-1", 9_999));

    assertEquals("000000001000", text(other, Iso8583Dialect.AMOUNT));
    assertEquals(1, ledger.size());
  }

  @Test
  void aDeclineIsRememberedToo() throws MalformedMessage {
    IsoMessage request = purchase("order-1", 1_000);
    Iso8583Dialect.set(request, Iso8583Dialect.CARD_NUMBER, "4000000000009995");

    assertEquals("51", code(receive(request)));
    assertEquals("51", code(receive(inquiry("order-1", 1_000))));
    assertEquals(Effect.DECLINED, ledger.get(0).effect());
  }

  @Test
  void afterARestartTheLedgerAnswers() throws MalformedMessage {
    Reply first = receive(purchase("order-1", 1_000));

    host = new SandboxHost(List.copyOf(ledger));
    Reply again = receive(purchase("order-1", 1_000));
    IsoMessage another = purchase("order-2", 1_000);
    Iso8583Dialect.set(another, Iso8583Dialect.REFERENCE, "f".repeat(32));
    Reply next = receive(another);

    assertEquals(transaction(first), transaction(again));
    assertEquals("tx0000000002", transaction(next));
  }

  @Test
  void beforeTheEffectTheFirstMessageIsLostAndTheRepeatAnswered() throws MalformedMessage {
    IsoMessage request = purchase("sandbox_timeout_before_1", 1_000);

    assertEquals(Optional.empty(), receive(request).answer());
    assertEquals(List.of(), ledger);
    assertEquals("25", code(receive(inquiry("sandbox_timeout_before_1", 1_000))));

    request.setType(Iso8583Dialect.PURCHASE_REPEAT);
    assertEquals("00", code(receive(request)));
    assertEquals(1, ledger.size());
  }

  @Test
  void afterTheEffectOnlyTheAnswerIsLost() throws MalformedMessage {
    IsoMessage request = purchase("sandbox_timeout_after_1", 1_000);

    assertEquals(Optional.empty(), receive(request).answer());
    assertEquals(1, ledger.size());
    assertEquals("00", code(receive(inquiry("sandbox_timeout_after_1", 1_000))));
  }

  @Test
  void aLateAnswerHasItsEffectAtOnce() throws MalformedMessage {
    Reply reply = receive(purchase("sandbox_late_1", 1_000));

    assertEquals(Timing.LATE, reply.timing());
    assertEquals("00", code(reply));
    assertEquals(1, ledger.size());
    assertEquals(Timing.NOW, receive(inquiry("sandbox_late_1", 1_000)).timing());
  }

  @Test
  void awayMeansThatNothingWasDone() throws MalformedMessage {
    assertEquals("92", code(receive(purchase("sandbox_away_1", 1_000))));
    assertEquals(List.of(), ledger);
    assertEquals("25", code(receive(inquiry("sandbox_away_1", 1_000))));
  }

  @Test
  void anEchoIsAnswered() throws MalformedMessage {
    IsoMessage echo = Iso8583Dialect.message(Iso8583Dialect.ECHO);
    Iso8583Dialect.set(echo, Iso8583Dialect.TRANSMITTED_AT, "0304050607");
    Iso8583Dialect.set(echo, Iso8583Dialect.STAN, "7");
    Iso8583Dialect.set(echo, Iso8583Dialect.NETWORK_CODE, Iso8583Dialect.ECHO_TEST);

    assertEquals(Iso8583Dialect.ECHO_ANSWER, receive(echo).answer().orElseThrow().getType());
  }

  @Test
  void aRequestWithoutReferenceIsGarbage() {
    IsoMessage request = purchase("order-1", 1_000);
    request.removeFields(Iso8583Dialect.REFERENCE);

    assertThrows(MalformedMessage.class, () -> receive(request));
    assertTrue(ledger.isEmpty());
  }

  private Reply receive(IsoMessage request) throws MalformedMessage {
    Reply reply = host.receive(request, NOW);
    reply.entry().ifPresent(ledger::add);
    return reply;
  }

  private static IsoMessage purchase(String merchantReference, long minor) {
    IsoMessage request = inquiry(merchantReference, minor);
    request.setType(Iso8583Dialect.PURCHASE);
    Iso8583Dialect.set(request, Iso8583Dialect.CARD_NUMBER, "4242424242424242");
    Iso8583Dialect.set(request, Iso8583Dialect.EXPIRY, "3107");
    return request;
  }

  private static IsoMessage inquiry(String merchantReference, long minor) {
    IsoMessage request = Iso8583Dialect.message(Iso8583Dialect.INQUIRY);
    Iso8583Dialect.set(request, Iso8583Dialect.AMOUNT, Long.toString(minor));
    Iso8583Dialect.set(request, Iso8583Dialect.TRANSMITTED_AT, "0304050607");
    Iso8583Dialect.set(request, Iso8583Dialect.STAN, "42");
    Iso8583Dialect.set(request, Iso8583Dialect.RETRIEVAL_REFERENCE, "C4E458L6CKXR");
    Iso8583Dialect.set(request, Iso8583Dialect.MERCHANT, "shop-1");
    Iso8583Dialect.set(request, Iso8583Dialect.CURRENCY, "752");
    Iso8583Dialect.set(request, Iso8583Dialect.MERCHANT_REFERENCE, merchantReference);
    Iso8583Dialect.set(request, Iso8583Dialect.REFERENCE, REFERENCE);
    return request;
  }

  private static String code(Reply reply) {
    return text(reply, Iso8583Dialect.RESPONSE_CODE);
  }

  private static String transaction(Reply reply) {
    return text(reply, Iso8583Dialect.TRANSACTION_ID);
  }

  private static String text(Reply reply, int field) {
    IsoMessage answer = reply.answer().orElseThrow();
    return answer.getField(field).toString().strip();
  }
}
