package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kassa.gateway.merchant.KeyHash;
import kassa.gateway.merchant.Seed;
import kassa.gateway.node.GatewaySettings.Mistaken;
import kassa.gateway.order.MerchantId;
import kassa.ring.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingsTest {
  private static final String GOOD =
      """
      kassa {
        node { id = n2, data = /var/lib/kassa }
        ring {
          name = demo
          members = [
            { id = n1, zone = a, http = "127.0.0.1:8081", management = "127.0.0.1:7626" }
            { id = n2, zone = b, http = "127.0.0.1:8082", management = "127.0.0.1:7627" }
          ]
          remoting { host = "127.0.0.1", ports = "17355-17454" }
        }
        archive { contact-points = ["127.0.0.1:9042"], datacenter = dc1, keyspace = kassa }
        acquirer { name = sandbox, host = "127.0.0.1", port = 8583 }
        secret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        merchants = [{ id = demo, keys = ["sk_test_demo"] }]
        http { aliases = [8080] }
      }
      """;

  @TempDir Path directory;

  @Test
  void aGoodFileIsRead() throws Exception {
    GatewaySettings settings = read(GOOD);

    assertEquals(new NodeId("n2"), settings.ring().self());
    assertEquals("127.0.0.1:8082", settings.http().toString());
    assertEquals("127.0.0.1:7627", settings.management().toString());
    assertEquals(List.of(8080), settings.aliases());
    assertEquals(17_454, settings.ring().lastPort());
    assertEquals(
        List.of(new Seed(new MerchantId("demo"), List.of(KeyHash.of("sk_test_demo")))),
        settings.merchants());
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    String bad =
        GOOD.replace("id = n2, data", "id = n9, data")
            .replace("17355-17454", "17355")
            .replace("port = 8583", "port = 99999")
            .replace("000102", "zz0102")
            .replace("sk_test_demo", "short");

    String said = String.valueOf(assertThrows(Mistaken.class, () -> read(bad)).getMessage());

    for (String part : List.of("n9", "range", "port", "secret", "merchants")) {
      assertTrue(said.contains(part), part + " in " + said);
    }
  }

  @Test
  void everyMistakeInTheMerchantsIsNamedAtOnceAndNoKeyIsShown() {
    String bad =
        GOOD.replace(
            "merchants = [",
            """
            merchants = [
              { id = UPPER, keys = ["sk_test_upper"] }
              { id = short, keys = ["short-key"] }
              { id = none, keys = [] }
              { id = one, keys = ["sk_test_demo"] }
              { id = demo, keys = ["sk_test_again"] }
            """);

    String said = String.valueOf(assertThrows(Mistaken.class, () -> read(bad)).getMessage());

    for (String part :
        List.of(
            "'UPPER'",
            "merchant short: an API key is not 12",
            "merchant none: there is no API key",
            "an API key of merchant demo is there twice",
            "merchant demo is there twice")) {
      assertTrue(said.contains(part), part + " in " + said);
    }
    assertFalse(said.contains("short-key"), said);
    assertFalse(said.contains("sk_test"), said);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Mistaken mistaken =
        assertThrows(Mistaken.class, () -> GatewaySettings.read(directory.resolve("none.conf")));

    assertTrue(String.valueOf(mistaken.getMessage()).contains("none.conf"));
  }

  private GatewaySettings read(String text) throws Exception {
    Path file = directory.resolve("node.conf");
    Files.writeString(file, text);
    return GatewaySettings.read(file);
  }

  @Test
  void operatorsSeeAllButSecrets() throws Exception {
    GatewaySettings settings = read(GOOD);

    String shown = settings.shown().toString();

    for (String part : List.of("n2", "/var/lib/kassa", "17355-17454", "sandbox", "demo=keys: 1")) {
      assertTrue(shown.contains(part), part + " in " + shown);
    }
    assertFalse(shown.contains("sk_test_demo"), shown);
    assertFalse(shown.contains(KeyHash.of("sk_test_demo").toString()), shown);
    assertFalse(shown.contains("000102"), shown);
  }
}
