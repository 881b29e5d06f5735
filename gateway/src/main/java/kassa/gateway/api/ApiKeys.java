package kassa.gateway.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.order.MerchantId;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. Keys are kept as SHA-256 only: they are long and random, so no slower hash is needed
 * against guessing. Any thread may call.
 *
 * <p>Every key is compared, each in constant time, so that how long it takes says nothing about how
 * much of a key was right; some thousand keys cost some ten microseconds.
 */
public final class ApiKeys {
  private static final int LONGEST_HEADER = 512;

  private final List<Entry> entries;

  private ApiKeys(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * @throws IllegalArgumentException when two merchants have one id, or a key is there twice
   */
  public static ApiKeys of(List<Merchant> merchants) {
    List<Entry> entries = new ArrayList<>();
    Set<MerchantId> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Merchant merchant : merchants) {
      if (!ids.add(merchant.id())) {
        throw new IllegalArgumentException("merchant " + merchant.id() + " is there twice");
      }
      for (String key : merchant.keys()) {
        if (!keys.add(key)) {
          throw new IllegalArgumentException(
              "an API key of merchant " + merchant.id() + " is there twice");
        }
        entries.add(new Entry(Sha256.of(key), merchant.id()));
      }
    }
    return new ApiKeys(entries);
  }

  /**
   * @param authorization the header's value, {@code Bearer KEY}, or {@code Basic} with the key as
   *     user and no password; null when there was none
   */
  public Optional<MerchantId> merchant(@Nullable String authorization) {
    return authorization == null || authorization.length() > LONGEST_HEADER
        ? Optional.empty()
        : key(authorization).flatMap(this::owner);
  }

  private Optional<MerchantId> owner(String key) {
    byte[] hash = Sha256.of(key);
    Optional<MerchantId> owner = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)) {
        owner = Optional.of(entry.merchant());
      }
    }
    return owner;
  }

  private static Optional<String> key(String authorization) {
    int space = authorization.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    String scheme = authorization.substring(0, space);
    String credentials = authorization.substring(space).strip();
    if (scheme.equalsIgnoreCase("Bearer")) {
      return Optional.of(credentials);
    }
    return scheme.equalsIgnoreCase("Basic") ? user(credentials) : Optional.empty();
  }

  /** Empty when it is not Base 64, or has a password. */
  private static Optional<String> user(String credentials) {
    try {
      byte[] decoded = Base64.getDecoder().decode(credentials);
      String text = new String(decoded, StandardCharsets.UTF_8);
      return text.indexOf(':') == text.length() - 1 && !text.isEmpty()
          ? Optional.of(text.substring(0, text.length() - 1))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Entry(byte[] hash, MerchantId merchant) {}
}
