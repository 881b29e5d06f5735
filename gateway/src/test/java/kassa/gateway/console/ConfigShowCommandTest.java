package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigShowCommandTest {
  private final FakeNode n1 = new FakeNode().says("/ops/config", config("n1", 12, 64, "a"));
  private final FakeNode n2 = new FakeNode().says("/ops/config", config("n2", 0, 128, "b"));

  @AfterEach
  void close() {
    n1.close();
    n2.close();
  }

  @Test
  void eachNodeSaysWhatItTakesAndWhatItHas() {
    Typed shown = Typed.command(List.of(n1.endpoint(), n2.endpoint()), "config", "show");

    assertEquals(0, shown.exit(), shown.err());
    assertEquals(
        """
        BOUND                  n1     n2  UNIT       BEYOND
        checkouts.accepted  12/64  0/128  checkouts  503 overloaded
        http.body           65536  65536  bytes      413

        SETTING    NODES  VALUE
        ring.name  all    demo
        zone       n1     a
        zone       n2     b
        """,
        shown.out());
  }

  @Test
  void whoIsSilentIsNamed() {
    n2.says("/ops/config", 500, "");

    Typed shown = Typed.command(List.of(n1.endpoint(), n2.endpoint()), "config", "show");

    assertEquals(0, shown.exit(), shown.err());
    assertTrue(shown.out().contains("no answer from " + n2.endpoint()), shown.out());
  }

  @Test
  void programsReadTheSame() throws Exception {
    Typed shown =
        Typed.command(List.of(n1.endpoint(), n2.endpoint()), "config", "show", "-o", "json");

    JsonNode json = new ObjectMapper().readTree(shown.out());
    assertEquals("kassa.config.show/v1", json.path("schema").asText());
    JsonNode bound = json.at("/data/nodes/1/bounds/0");
    assertEquals("checkouts.accepted", bound.path("name").asText());
    assertEquals(128, bound.path("limit").asLong());
    assertEquals(0, bound.path("use").asLong(-1));
    assertTrue(json.at("/data/nodes/0/bounds/1/use").isNull());
    assertEquals("b", json.at("/data/nodes/1/settings/zone").asText());
  }

  private static String config(String node, int use, int limit, String zone) {
    return """
        {"node": "%s", "bounds": [
          {"name": "checkouts.accepted", "limit": %d, "unit": "checkouts", "use": %d,
           "beyond": "503 overloaded"},
          {"name": "http.body", "limit": 65536, "unit": "bytes", "use": null, "beyond": "413"}],
         "settings": {"ring.name": "demo", "zone": "%s"}}
        """
        .formatted(node, limit, use, zone);
  }
}
