package kassa.gateway.console;

import java.security.SecureRandom;
import java.util.Base64;
import kassa.gateway.merchant.KeyHash;

/**
 * An API key made up here. Nodes are told its hash only, so it is nowhere but in the terminal that
 * it is printed to.
 *
 * @param text {@code sk_test_}, as long as the only acquirer is the sandbox's, and 256 random bits
 */
record NewApiKey(String text) {
  private static final int BYTES = 32;

  static NewApiKey random() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new NewApiKey(
        "sk_test_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  KeyHash hash() {
    return KeyHash.ofNew(text);
  }

  /** Without the key, which belongs in no log. */
  @Override
  public String toString() {
    return "API key " + hash().label();
  }
}
