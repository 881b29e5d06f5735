package kassa.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import kassa.gateway.merchant.KeyHash;
import kassa.gateway.merchant.Merchant;
import kassa.gateway.merchant.Merchants;
import kassa.gateway.order.MerchantId;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.SmallState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final MerchantId DEMO = new MerchantId("demo");
  private static final MerchantId OTHER = new MerchantId("other");
  private static final ApiKeys KEYS =
      new ApiKeys(
          () ->
              Merchants.of(
                  new SmallState(
                      Map.of(
                          Merchant.name(DEMO),
                          keys("sk_test_demo", "sk_test_next"),
                          Merchant.name(OTHER),
                          keys("sk_test_other")))),
          () -> true);

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
    ApiKeys none = new ApiKeys(() -> Merchants.of(SmallState.EMPTY), () -> true);

    assertEquals(Optional.empty(), none.merchant("Bearer sk_test_demo"));
    assertEquals(ProblemCode.UNAUTHENTICATED, none.refusal("Bearer sk_test_demo").code());
  }

  @Test
  void aKeyIsNotCalledWrongWhileOthersMayHaveBeenKnownForLong() {
    ApiKeys unsure = new ApiKeys(() -> Merchants.of(SmallState.EMPTY), () -> false);

    assertEquals(ProblemCode.KEYS_UNKNOWN, unsure.refusal("Bearer sk_test_demo").code());
    assertEquals(ProblemCode.UNAUTHENTICATED, unsure.refusal("sk_test_demo").code());
    assertEquals(ProblemCode.UNAUTHENTICATED, unsure.refusal(null).code());
  }

  private static Entry keys(String... keys) {
    return Merchant.seeded(Arrays.stream(keys).map(KeyHash::of).toList());
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }
}
