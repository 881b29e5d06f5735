package kassa.chaos.shows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts stay on the disks for two seconds here, and then rest in a real Cassandra alone. */
class EvictedOrderTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3");

  @TempDir Path directory;

  @Test
  void anOrderThatLeftAllDisksIsReplayedOnceAndReadFromTheArchive() throws Exception {
    for (String node : NODES) {
      Path local = directory.resolve(node).resolve("local.conf");
      Files.createDirectories(directory.resolve(node));
      Files.writeString(local, "kassa.archive.hot-window = 2s\n");
    }
    try (Town town = new Town(directory)) {
      Town.Told sold = town.sell("n1", "evicted-1");
      assertEquals(201, sold.status(), sold::toString);
      String id = sold.id();
      evictedEverywhere(town, id);

      for (String node : NODES) {
        Town.Told read = town.get(node, "/v1/orders/" + id);
        assertEquals(200, read.status(), read::toString);
        assertEquals(sold.body().path("status"), read.body().path("status"));
      }
      assertTrue(town.kassa("order", "explain", id).text().contains("stub"));
      for (JsonNode member : town.json("ring", "status").path("data").path("members")) {
        assertTrue(member.path("own").path("copy").path("stubs").asLong() > 0, member::toString);
      }

      Town.Told again = town.sell("n2", "evicted-1");
      assertEquals(200, again.status(), again::toString);
      assertEquals(id, again.id());
      assertEquals(sold.body().path("status"), again.body().path("status"));
      Town.Told other = town.post("n3", "evicted-1", Town.order("another body").json());
      assertEquals(422, other.status(), other::toString);
      evictedEverywhere(town, id);

      town.kassa("chaos", "cassandra", "stop");
      Town.Told untold = town.sell("n3", "evicted-1");
      assertEquals(504, untold.status(), untold::toString);
      assertEquals("outcome_unknown", untold.code());
      assertEquals(503, town.get("n1", "/v1/orders/" + id).status());
      assertEquals(201, town.sell("n1", "evicted-2").status(), "new orders do not need it");

      town.kassa("chaos", "cassandra", "start");
      Town.eventually(
          "the archive tells again", () -> town.sell("n1", "evicted-1").status() == 200);
      assertEquals(1, town.charges("evicted-1"));
      assertEquals(1, town.charges("evicted-2"));
    }
  }

  /** No disk holds more of it than names, and all these are in the archive. */
  private static void evictedEverywhere(Town town, String order) throws Exception {
    Town.eventually(
        order + " left all disks",
        () -> {
          JsonNode data = town.json("order", "explain", order).path("data");
          boolean left = data.path("finding").asText().equals("equal");
          for (JsonNode copy : data.path("copies")) {
            boolean archive = copy.path("holder").asText().equals("archive");
            for (JsonNode fact : copy.path("facts")) {
              left &= archive != fact.path("evicted").asBoolean();
            }
          }
          return left;
        });
  }
}
