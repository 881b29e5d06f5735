package kassa.ring;

/**
 * What names are made of. By hand and not as regular expressions: names are checked with every
 * message and every row, and an expression costs as much as the rest of it.
 */
final class NameForm {
  private NameForm() {}

  /** 1 to 64 of A-Z, a-z, 0-9, '_' and '-'. */
  static boolean isKey(String text) {
    boolean fits = !text.isEmpty() && text.length() <= 64;
    for (int i = 0; fits && i < text.length(); i++) {
      char c = text.charAt(i);
      fits = isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    }
    return fits;
  }

  /** 1 to 32 of a-z, 0-9 and one more character, the first a letter. */
  static boolean isWord(String text, char more) {
    boolean fits = !text.isEmpty() && text.length() <= 32 && isLower(text.charAt(0));
    for (int i = 1; fits && i < text.length(); i++) {
      char c = text.charAt(i);
      fits = isLower(c) || isDigit(c) || c == more;
    }
    return fits;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
