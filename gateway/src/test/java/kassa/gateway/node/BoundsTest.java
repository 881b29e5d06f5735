package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node says of its bounds, and what it does. */
@Timeout(120)
class BoundsTest {
  @TempDir Path directory;

  @Test
  void aNodeShowsItsBoundsAndKeepsThem() throws Exception {
    try (OneNode node = new OneNode(directory, "")) {
      JsonNode config = node.ops("/ops/config");
      Set<String> names = new TreeSet<>();
      for (JsonNode bound : config.path("bounds")) {
        String name = bound.path("name").asText();
        assertTrue(names.add(name), name + " is there twice");
        assertTrue(bound.path("limit").asLong() > 0, bound::toString);
        assertFalse(bound.path("beyond").asText().isEmpty(), bound::toString);
      }

      assertTrue(bound(config, "http.connections").path("use").asLong() >= 1, "this one");
      int most = bound(config, "http.body").path("limit").asInt();
      assertEquals(400, node.order("a", " ".repeat(most)).statusCode());
      assertEquals(413, node.order("b", " ".repeat(most + 1)).statusCode());
      assertEquals("one", config.at("/settings/ring.name").asText());
      assertEquals(List.of(), node.failures());
    }
  }

  private static JsonNode bound(JsonNode config, String name) {
    return StreamSupport.stream(config.path("bounds").spliterator(), false)
        .filter(bound -> bound.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeWithoutRoomRefusesNewOrdersAndSaysSo() throws Exception {
    try (OneNode node = new OneNode(directory, "disk { shed-below = 100000 TiB, keep = 1 B }")) {
      JsonNode disk = node.ops("/ops/status").path("disk");
      while (disk.path("level").asText().equals("ample")) { // until the first look
        disk = node.ops("/ops/status").path("disk");
      }
      assertEquals("low", disk.path("level").asText());
      assertEquals("space", disk.path("why").asText());
      JsonNode bound = bound(node.ops("/ops/config"), "disk.shed-below");
      assertEquals(100_000L << 40, bound.path("limit").asLong());
      assertTrue(bound.path("use").asLong() < bound.path("limit").asLong(), bound::toString);

      HttpResponse<String> told = node.order("a", OneNode.ORDER);

      assertEquals(503, told.statusCode(), told.body());
      assertTrue(told.body().contains("\"code\":\"no_room\""), told.body());
      assertTrue(told.body().contains("\"retryable\":true"), told.body());
      assertEquals("5", told.headers().firstValue("Retry-After").orElse(""));
      assertEquals(List.of(), node.failures());
    }
  }
}
