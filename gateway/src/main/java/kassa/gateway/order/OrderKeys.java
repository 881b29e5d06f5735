package kassa.gateway.order;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The names that every node derives alike: the same secret, the same names, on both sides of a cut
 * (rules M1 and M7). Without the secret nobody can tell from a name what it was made of, nor try
 * card numbers against it.
 *
 * <p>Any thread may call.
 */
public final class OrderKeys {
  /** The shortest secret in bytes. */
  public static final int MIN_SECRET = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int ID_LENGTH = 26;

  private final SecretKeySpec secret;

  /**
   * @param secret at least {@link #MIN_SECRET} random bytes; another one makes other names, so that
   *     it can never change while keys of idempotency live
   */
  public OrderKeys(byte[] secret) {
    if (secret.length < MIN_SECRET) {
      throw new IllegalArgumentException(
          "a secret of " + secret.length + " bytes, less than " + MIN_SECRET);
    }
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * @param path of the call: a key counts within merchant and path
   */
  public OrderId orderId(MerchantId merchant, String path, String idempotencyKey) {
    byte[] hash = hash("order", bytes(merchant.value()), bytes(path), bytes(idempotencyKey));
    StringBuilder id = new StringBuilder("ord_");
    for (int digit = 0; digit < ID_LENGTH; digit++) {
      id.append(BASE_32.charAt(fiveBits(hash, digit * 5)));
    }
    return new OrderId(id.toString());
  }

  /**
   * The name of an attempt at its acquirer: 32 hexadecimal digits (rule M7).
   *
   * @param fingerprint of the body
   * @param attempt 1, 2, 3 …
   */
  public String reference(OrderId order, String fingerprint, int attempt, String acquirer) {
    byte[] number = ByteBuffer.allocate(4).putInt(attempt).array();
    byte[] hash =
        hash("reference", bytes(order.value()), bytes(fingerprint), number, bytes(acquirer));
    return HexFormat.of().formatHex(hash, 0, 16);
  }

  /**
   * Tells cards apart without telling which they are: 64 hexadecimal digits. The same card at two
   * merchants has two fingerprints.
   *
   * @param number digits only
   */
  public String cardFingerprint(MerchantId merchant, String number) {
    return HexFormat.of().formatHex(hash("card", bytes(merchant.value()), bytes(number)));
  }

  /**
   * Tells bodies apart: 64 hexadecimal digits.
   *
   * @param canonical the parsed body in one fixed form, the card by its fingerprint, without CVC
   */
  public String bodyFingerprint(MerchantId merchant, byte[] canonical) {
    return HexFormat.of().formatHex(hash("body", bytes(merchant.value()), canonical));
  }

  /** Tells secrets apart without telling them: 16 hexadecimal digits. */
  public String fingerprint() {
    return HexFormat.of().formatHex(hash("fingerprint"), 0, 8);
  }

  /** Lengths go before the parts, so that no two lists of parts read the same. */
  private byte[] hash(String purpose, byte[]... parts) {
    Mac mac = mac();
    update(mac, bytes(purpose));
    for (byte[] part : parts) {
      update(mac, part);
    }
    return mac.doFinal();
  }

  private static void update(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(4).putInt(part.length).flip());
    mac.update(part);
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }

  private static int fiveBits(byte[] hash, int bit) {
    int window = ((hash[bit / 8] & 0xff) << 8) | (hash[bit / 8 + 1] & 0xff);
    return (window >> (11 - bit % 8)) & 31;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
