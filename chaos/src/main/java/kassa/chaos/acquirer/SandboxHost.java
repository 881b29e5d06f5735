package kassa.chaos.acquirer;

import static kassa.gateway.card.Iso8583Dialect.required;
import static kassa.gateway.card.Iso8583Dialect.set;
import static kassa.gateway.card.Iso8583Dialect.text;

import com.solab.iso8583.IsoMessage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kassa.chaos.acquirer.LedgerEntry.Effect;
import kassa.gateway.card.Iso8583Dialect;
import kassa.gateway.card.MalformedMessage;
import kassa.gateway.card.ResponseCode;

/**
 * The acquirer's decisions: a message comes in, an entry for the ledger and an answer go out. A
 * reference has one effect: whoever asks again, by repeat, first message or inquiry, gets the first
 * answer with the same transaction id, about the amount that was first asked for.
 *
 * <p>Behaviours look at one message only, so they survive a restart without being kept. Pure, and
 * not safe for threads. Entries must be durable before the answer that comes with them leaves, and
 * before any later answer does, which may be a replay of them.
 */
final class SandboxHost {
  /** When the answer may leave. */
  enum Timing {
    NOW,
    LATE
  }

  /**
   * @param entry to be durable before the answer leaves
   * @param answer none when it gets lost
   */
  record Reply(Optional<LedgerEntry> entry, Optional<IsoMessage> answer, Timing timing) {}

  private static final String FORMAT_ERROR = "30";
  private static final Map<String, String> ALPHABETIC = alphabeticCurrencies();

  private final Map<String, LedgerEntry> byReference = new HashMap<>();
  private long transactions;

  /**
   * @param ledger what was decided in earlier lives, in order
   */
  SandboxHost(Collection<LedgerEntry> ledger) {
    for (LedgerEntry entry : ledger) {
      byReference.putIfAbsent(entry.reference(), entry);
      transactions++;
    }
  }

  /**
   * @throws MalformedMessage when it is no request, or lacks what an answer needs: the connection
   *     is to be closed
   */
  Reply receive(IsoMessage request, Instant now) throws MalformedMessage {
    return switch (request.getType()) {
      case Iso8583Dialect.ECHO -> answer(echoAnswer(request));
      case Iso8583Dialect.AUTHORIZATION, Iso8583Dialect.PURCHASE -> first(request, now);
      case Iso8583Dialect.AUTHORIZATION_REPEAT, Iso8583Dialect.PURCHASE_REPEAT ->
          again(request, now);
      case Iso8583Dialect.INQUIRY -> inquiry(request);
      default -> throw new MalformedMessage("not a request");
    };
  }

  private Reply first(IsoMessage request, Instant now) throws MalformedMessage {
    return switch (behaviour(request)) {
      case PLAIN, AWAY -> again(request, now);
      case TIMEOUT_BEFORE -> new Reply(Optional.empty(), Optional.empty(), Timing.NOW);
      case TIMEOUT_AFTER -> new Reply(again(request, now).entry(), Optional.empty(), Timing.NOW);
      case LATE -> {
        Reply reply = again(request, now);
        yield new Reply(reply.entry(), reply.answer(), Timing.LATE);
      }
    };
  }

  private Reply again(IsoMessage request, Instant now) throws MalformedMessage {
    LedgerEntry known = byReference.get(required(request, Iso8583Dialect.REFERENCE));
    if (known != null) {
      return answer(answerFrom(known, request));
    }
    if (behaviour(request) == SandboxBehaviour.AWAY) {
      return answer(answerWithout(ResponseCode.NOT_ROUTED, request));
    }
    String currency = ALPHABETIC.get(required(request, Iso8583Dialect.CURRENCY));
    if (currency == null) {
      return answer(answerWithout(FORMAT_ERROR, request));
    }
    LedgerEntry entry = decide(request, currency, now);
    byReference.put(entry.reference(), entry);
    return new Reply(Optional.of(entry), Optional.of(answerFrom(entry, request)), Timing.NOW);
  }

  private Reply inquiry(IsoMessage request) throws MalformedMessage {
    LedgerEntry known = byReference.get(required(request, Iso8583Dialect.REFERENCE));
    return answer(
        known == null
            ? answerWithout(ResponseCode.NOT_FOUND, request)
            : answerFrom(known, request));
  }

  private LedgerEntry decide(IsoMessage request, String currency, Instant now)
      throws MalformedMessage {
    String number = required(request, Iso8583Dialect.CARD_NUMBER);
    String code = SandboxCard.code(number);
    boolean capture =
        request.getType() == Iso8583Dialect.PURCHASE
            || request.getType() == Iso8583Dialect.PURCHASE_REPEAT;
    Effect approved = capture ? Effect.CAPTURED : Effect.AUTHORIZED;
    LedgerEntry entry =
        new LedgerEntry(
            now,
            required(request, Iso8583Dialect.REFERENCE),
            required(request, Iso8583Dialect.MERCHANT),
            merchantReference(request),
            transactionId(transactions + 1),
            code.equals(ResponseCode.APPROVED) ? approved : Effect.DECLINED,
            code,
            amount(request),
            currency,
            number.substring(Math.max(0, number.length() - 4)));
    transactions++;
    return entry;
  }

  private static IsoMessage answerFrom(LedgerEntry entry, IsoMessage request)
      throws MalformedMessage {
    IsoMessage answer = answerWithout(entry.code(), request);
    set(answer, Iso8583Dialect.AMOUNT, Long.toString(entry.minor()));
    set(
        answer,
        Iso8583Dialect.CURRENCY,
        Currency.getInstance(entry.currency()).getNumericCodeAsString());
    set(answer, Iso8583Dialect.TRANSACTION_ID, entry.transactionId());
    if (entry.effect().charges()) {
      set(answer, Iso8583Dialect.AUTHORIZATION_CODE, authorizationCode(entry));
    }
    return answer;
  }

  private static IsoMessage answerWithout(String code, IsoMessage request) throws MalformedMessage {
    IsoMessage answer = Iso8583Dialect.message(answerType(request.getType()));
    for (int echoed :
        new int[] {
          Iso8583Dialect.AMOUNT,
          Iso8583Dialect.TRANSMITTED_AT,
          Iso8583Dialect.STAN,
          Iso8583Dialect.RETRIEVAL_REFERENCE,
          Iso8583Dialect.MERCHANT,
          Iso8583Dialect.CURRENCY,
          Iso8583Dialect.REFERENCE
        }) {
      set(answer, echoed, required(request, echoed));
    }
    set(answer, Iso8583Dialect.RESPONSE_CODE, code);
    return answer;
  }

  private static IsoMessage echoAnswer(IsoMessage request) throws MalformedMessage {
    IsoMessage answer = Iso8583Dialect.message(Iso8583Dialect.ECHO_ANSWER);
    for (int echoed :
        new int[] {
          Iso8583Dialect.TRANSMITTED_AT, Iso8583Dialect.STAN, Iso8583Dialect.NETWORK_CODE
        }) {
      set(answer, echoed, required(request, echoed));
    }
    set(answer, Iso8583Dialect.RESPONSE_CODE, ResponseCode.APPROVED);
    return answer;
  }

  private static Reply answer(IsoMessage answer) {
    return new Reply(Optional.empty(), Optional.of(answer), Timing.NOW);
  }

  /** A request's type and its repeat's both become the answer's: 0100 and 0101 to 0110. */
  private static int answerType(int type) {
    return (type & ~0xf) + 0x10;
  }

  private static String transactionId(long number) {
    String digits = Long.toString(number);
    return "tx" + "0".repeat(Math.max(0, 10 - digits.length())) + digits;
  }

  private static String authorizationCode(LedgerEntry entry) {
    String id = entry.transactionId();
    return id.substring(id.length() - 6);
  }

  private static long amount(IsoMessage request) throws MalformedMessage {
    try {
      return Long.parseLong(required(request, Iso8583Dialect.AMOUNT));
    } catch (NumberFormatException e) {
      throw new MalformedMessage("field 4 is not a number");
    }
  }

  private static SandboxBehaviour behaviour(IsoMessage request) throws MalformedMessage {
    return SandboxBehaviour.of(merchantReference(request));
  }

  private static String merchantReference(IsoMessage request) throws MalformedMessage {
    String encoded = text(request, Iso8583Dialect.MERCHANT_REFERENCE);
    if (encoded == null) {
      return "";
    }
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage("field 59 is not form-encoded");
    }
  }

  /**
   * Of several letters for one number the last of the alphabet: old names are still in the list.
   */
  private static Map<String, String> alphabeticCurrencies() {
    Map<String, String> byNumber = new TreeMap<>();
    Currency.getAvailableCurrencies().stream()
        .map(Currency::getCurrencyCode)
        .sorted()
        .forEach(code -> byNumber.put(Currency.getInstance(code).getNumericCodeAsString(), code));
    return byNumber;
  }
}
