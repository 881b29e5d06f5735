package kassa.gateway.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import kassa.gateway.merchant.KeyHash;
import kassa.gateway.merchant.Merchants;
import kassa.gateway.order.MerchantId;
import org.jspecify.annotations.Nullable;

/** Who calls, by the key that the call brings. Any thread may call. */
public final class ApiKeys {
  private static final int LONGEST_HEADER = 512;

  private final Supplier<Merchants> known;
  private final BooleanSupplier knowsAll;

  /**
   * @param known the merchants as of now; asked for every call
   * @param knowsAll false while there may be others that have been known for long; asked only when
   *     a key is not known
   */
  public ApiKeys(Supplier<Merchants> known, BooleanSupplier knowsAll) {
    this.known = known;
    this.knowsAll = knowsAll;
  }

  /** What to tell whoever called with that header, and is nobody's merchant here. */
  Problem refusal(@Nullable String authorization) {
    boolean presented = authorization != null && key(authorization).isPresent();
    return presented && !knowsAll.getAsBoolean()
        ? Problem.keysUnknown()
        : Problem.unauthenticated();
  }

  /**
   * @param authorization the header's value, {@code Bearer KEY}, or {@code Basic} with the key as
   *     user and no password; null when there was none
   */
  public Optional<MerchantId> merchant(@Nullable String authorization) {
    return authorization == null || authorization.length() > LONGEST_HEADER
        ? Optional.empty()
        : key(authorization).flatMap(key -> known.get().owner(KeyHash.of(key)));
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
}
