package kassa.gateway.api;

import java.util.regex.Pattern;

/** What can be told of a card's number without asking anybody. */
final class CardNumber {
  static final Pattern FORM = Pattern.compile("[0-9]{12,19}");

  private CardNumber() {}

  /**
   * Luhn's check digit (ISO/IEC 7812-1, annex B): it catches every single wrong digit and most
   * swapped neighbours.
   *
   * @param number digits
   */
  static boolean hasValidCheckDigit(String number) {
    int sum = 0;
    for (int fromRight = 0; fromRight < number.length(); fromRight++) {
      int digit = number.charAt(number.length() - 1 - fromRight) - '0';
      int doubled = fromRight % 2 == 1 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  /** By the leading digits that the schemes publish: visa, mastercard, amex or unknown. */
  static String brand(String number) {
    int two = Integer.parseInt(number.substring(0, 2));
    int four = Integer.parseInt(number.substring(0, 4));
    if (number.startsWith("4")) {
      return "visa";
    }
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
      return "mastercard";
    }
    return two == 34 || two == 37 ? "amex" : "unknown";
  }
}
