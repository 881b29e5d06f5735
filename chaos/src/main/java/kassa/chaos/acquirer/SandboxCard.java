package kassa.chaos.acquirer;

import java.util.Map;
import kassa.gateway.card.ResponseCode;

/** What the issuers of the sandbox say to a card number. */
final class SandboxCard {
  /** All numbers from this one's range that pass Luhn's check are good, for load generators. */
  private static final String GOOD_RANGE = "424242";

  private static final Map<String, String> CODES =
      Map.of(
          "4000000000000002", ResponseCode.DECLINED,
          "4000000000009995", ResponseCode.INSUFFICIENT_FUNDS,
          "4000000000000069", ResponseCode.EXPIRED_CARD,
          "4000000000000127", ResponseCode.INCORRECT_CVC,
          "4000000000000119", ResponseCode.ERROR);

  private SandboxCard() {}

  /** The response code; a number that the sandbox does not know is an invalid card. */
  static String code(String number) {
    if (number.startsWith(GOOD_RANGE) && passesLuhn(number)) {
      return ResponseCode.APPROVED;
    }
    return CODES.getOrDefault(number, ResponseCode.INVALID_CARD);
  }

  private static boolean passesLuhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      int weighted = i % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }
}
