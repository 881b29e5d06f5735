package kassa.gateway.order;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static kassa.gateway.order.OrderSamples.ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OrderKeysTest {
  private static final MerchantId DEMO = new MerchantId("demo");
  private final OrderKeys keys = new OrderKeys(secret(1));

  @Test
  void secretsAreToldApartByFingerprintsThatDoNotTellThem() {
    byte[] secret = new byte[OrderKeys.MIN_SECRET];
    byte[] other = secret.clone();
    other[31] = 1;

    String fingerprint = new OrderKeys(secret).fingerprint();

    assertEquals(fingerprint, new OrderKeys(secret.clone()).fingerprint());
    assertNotEquals(fingerprint, new OrderKeys(other).fingerprint());
    assertEquals(16, fingerprint.length());
  }

  @Test
  void theSameKeyIsTheSameOrderOnEveryNodeM1() {
    OrderId here = keys.orderId(DEMO, "/v1/orders", "key-1");
    OrderId there = new OrderKeys(secret(1)).orderId(DEMO, "/v1/orders", "key-1");

    assertEquals(here, there);
    assertEquals("ord_fjb3wjam86mf0qmbh4kezb7zq7", here.value());
  }

  @Test
  void keysOfTwoMerchantsNeverMeet() {
    assertNotEquals(
        keys.orderId(DEMO, "/v1/orders", "key-1"),
        keys.orderId(new MerchantId("other"), "/v1/orders", "key-1"));
    assertNotEquals(
        keys.orderId(new MerchantId("de"), "mo/v1/orders", "key-1"),
        keys.orderId(DEMO, "/v1/orders", "key-1"));
    assertNotEquals(
        keys.orderId(DEMO, "/v1/orders", "key-1"), keys.orderId(DEMO, "/v1/ordersk", "ey-1"));
  }

  @Test
  void anotherSecretMakesOtherNames() {
    assertNotEquals(
        keys.orderId(DEMO, "/v1/orders", "key-1"),
        new OrderKeys(secret(2)).orderId(DEMO, "/v1/orders", "key-1"));
  }

  @Test
  void aReferenceDependsOnOrderBodyAttemptAndAcquirerM7() {
    String reference = keys.reference(ID, A, 1, "sandbox");

    assertEquals(32, reference.length());
    assertNotEquals(reference, keys.reference(ID, B, 1, "sandbox"));
    assertNotEquals(reference, keys.reference(ID, A, 2, "sandbox"));
    assertNotEquals(reference, keys.reference(ID, A, 1, "other"));
  }

  @Test
  void oneCardAtTwoMerchantsHasTwoFingerprints() {
    assertNotEquals(
        keys.cardFingerprint(DEMO, "4242424242424242"),
        keys.cardFingerprint(new MerchantId("other"), "4242424242424242"));
  }

  @Test
  void bodyAndCardFingerprintsOfTheSameBytesDiffer() {
    byte[] digits = "4242424242424242".getBytes(StandardCharsets.UTF_8);

    assertNotEquals(
        keys.cardFingerprint(DEMO, "4242424242424242"), keys.bodyFingerprint(DEMO, digits));
  }

  @Test
  void aShortSecretIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new OrderKeys(new byte[31]));
  }

  private static byte[] secret(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return secret;
  }
}
