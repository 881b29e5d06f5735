package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
}
