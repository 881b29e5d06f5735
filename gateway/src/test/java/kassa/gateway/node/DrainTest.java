package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is to be stopped. */
@Timeout(120)
class DrainTest {
  @TempDir Path directory;

  @Test
  void itBeginsNoMoreOrdersAndIsNotReadyUntilItIsTakenBack() throws Exception {
    try (OneNode node = new OneNode(directory, "")) {
      assertEquals(200, node.ready());

      node.drain(true);

      assertTrue(node.ops("/ops/status").at("/draining/on").asBoolean());
      assertEquals(503, node.ready());
      HttpResponse<String> told = node.order("a", OneNode.ORDER);
      assertEquals(503, told.statusCode(), told.body());
      assertTrue(told.body().contains("\"retryable\":true"), told.body());

      node.drain(false);

      assertEquals(200, node.ready());
      // The acquirer is away: it begins, and nothing comes of it.
      assertFalse(node.order("a", OneNode.ORDER).body().contains("no_room"));
    }
  }
}
