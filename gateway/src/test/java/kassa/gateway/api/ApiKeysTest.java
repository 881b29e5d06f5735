package kassa.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import kassa.gateway.order.MerchantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final MerchantId DEMO = new MerchantId("demo");
  private static final MerchantId OTHER = new MerchantId("other");
  private static final ApiKeys KEYS =
      ApiKeys.of(
          List.of(
              new Merchant(DEMO, "Demo shop", List.of("sk_test_demo", "sk_test_next")),
              new Merchant(OTHER, "Another shop", List.of("sk_test_other"))));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer sk_test_demo",
        "bearer sk_test_demo",
        "BEARER   sk_test_demo",
        "Bearer sk_test_next",
        "Basic c2tfdGVzdF9kZW1vOg==",
        "basic c2tfdGVzdF9kZW1vOg"
      })
  void aKnownKeyIsItsMerchants(String authorization) {
    assertEquals(Optional.of(DEMO), KEYS.merchant(authorization));
  }

  @Test
  void eachKeyIsOneMerchants() {
    assertEquals(Optional.of(OTHER), KEYS.merchant("Bearer sk_test_other"));
    assertEquals(Optional.of(OTHER), KEYS.merchant(basic("sk_test_other:")));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "Bearer",
        "Bearer ",
        "sk_test_demo",
        "Bearer sk_test_dem",
        "Bearer sk_test_demo2",
        "Bearer SK_TEST_DEMO",
        "Bearer sk_test_demo sk_test_demo",
        "Bearer sk_test_demo,",
        "Token sk_test_demo",
        "Basic sk_test_demo",
        "Basic ####",
        "Basic ",
        "Basic Og=="
      })
  void anythingElseIsNobodys(String authorization) {
    assertEquals(Optional.empty(), KEYS.merchant(authorization));
  }

  @Test
  void aPasswordIsNotPartOfIt() {
    assertEquals(Optional.empty(), KEYS.merchant(basic("sk_test_demo:secret")));
    assertEquals(Optional.empty(), KEYS.merchant(basic("sk_test_demo::")));
    assertEquals(Optional.empty(), KEYS.merchant(basic(":sk_test_demo")));
    assertEquals(Optional.empty(), KEYS.merchant(basic("sk_test_demo")));
    assertEquals(Optional.empty(), KEYS.merchant("Bearer " + "k".repeat(100_000)));
  }

  @Test
  void withoutMerchantsNobodyIsKnown() {
    assertEquals(Optional.empty(), ApiKeys.of(List.of()).merchant("Bearer sk_test_demo"));
  }

  @Test
  void aKeyOrAnIdThatIsThereTwiceIsRefusedWithoutShowingTheKey() {
    Merchant demo = new Merchant(DEMO, "Demo shop", List.of("sk_test_demo"));
    Merchant sameKey = new Merchant(OTHER, "Another shop", List.of("sk_test_demo"));

    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> ApiKeys.of(List.of(demo, sameKey)))
                .getMessage());
    assertFalse(message.contains("sk_test_demo"), message);
    assertThrows(IllegalArgumentException.class, () -> ApiKeys.of(List.of(demo, demo)));
  }

  @Test
  void aMerchantsKeysAreLongEnoughAndNotShown() {
    assertThrows(
        IllegalArgumentException.class, () -> new Merchant(DEMO, "Demo", List.of("short")));
    assertThrows(
        IllegalArgumentException.class, () -> new Merchant(DEMO, "Demo", List.of("sk_test:demo")));
    assertFalse(new Merchant(DEMO, "Demo", List.of("sk_test_demo")).toString().contains("sk_test"));
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }
}
