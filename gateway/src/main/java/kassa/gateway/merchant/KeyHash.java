package kassa.gateway.merchant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import kassa.gateway.Sha256;

/**
 * What is kept of an API key: SHA-256. Keys are long and random, so no slower hash is needed
 * against guessing.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record KeyHash(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{12,200}");
  private static final int LABEL = 12;

  public KeyHash {
    if (!isOne(hex)) {
      throw new IllegalArgumentException(
          "a key's SHA-256 is 64 lower-case hexadecimal digits, not '" + hex + "'");
    }
  }

  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /** Of what somebody presents, whatever it is. */
  public static KeyHash of(String key) {
    return new KeyHash(HexFormat.of().formatHex(Sha256.of(key)));
  }

  /**
   * Of a key that a merchant is given.
   *
   * @throws IllegalArgumentException without showing it, when it is not 12 to 200 letters, digits,
   *     '_' and '-'
   */
  public static KeyHash ofNew(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "an API key is not 12 to 200 letters, digits, '_' and '-'");
    }
    return of(key);
  }

  /** Enough for people to tell keys apart: what {@code printf %s KEY | sha256sum} begins with. */
  public String label() {
    return hex.substring(0, LABEL);
  }

  /** In a time that says nothing about how much of the two is alike. */
  boolean isSame(KeyHash other) {
    return MessageDigest.isEqual(
        hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
  }
}
