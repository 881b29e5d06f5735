package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import kassa.gateway.verify.Finding;
import org.junit.jupiter.api.Test;

class DrainReportTest {
  private static final String EARLY = "19:31:07";

  @Test
  void nothingWaitsWhereNothingIsOwedOrWhatIsOwedWasEnteredLater() {
    assertEquals(List.of(), found(n1("19:31:49", 0, EARLY), n1("19:32:20", 0, EARLY), n3()));
    assertEquals(List.of(), found(n1("19:31:49", 9, EARLY), n1("19:32:20", 9, "19:31:50"), n3()));
  }

  @Test
  void whatDoesNotLeaveIsAViolation() {
    assertEquals(
        List.of("n1 owes n3 9 facts, the oldest since 2026-03-01T19:31:07Z"),
        found(n1("19:31:49", 9, EARLY), n1("19:32:20", 9, EARLY), n3()));
  }

  @Test
  void whatGoesOnLeavingIsOnlyLate() {
    List<String> shorter = found(n1("19:31:49", 9, EARLY), n1("19:32:20", 8, EARLY), n3());
    List<String> younger = found(n1("19:31:49", 9, EARLY), n1("19:32:20", 9, "19:31:40"), n3());

    assertEquals(
        List.of("late n1 owes n3 8 facts, the oldest since 2026-03-01T19:31:07Z"), shorter);
    assertEquals(
        List.of("late n1 owes n3 9 facts, the oldest since 2026-03-01T19:31:40Z"), younger);
  }

  @Test
  void whatCouldNotLeaveYetIsOnlyLate() {
    String late = "late n1 owes n3 9 facts, the oldest since 2026-03-01T19:31:07Z";

    assertEquals(List.of(late), found(n1("19:31:49", 9, EARLY), n1("19:32:08", 9, EARLY), n3()));
    assertEquals(List.of(late), found(n1("19:31:49", 9, EARLY), n1("19:32:20", 9, EARLY)));
  }

  @Test
  void theArchiveIsOwedToo() {
    String owes = "\"unarchived\":4,\"oldest_unarchived\":\"2026-03-01T19:31:07Z\"";
    String nothing = "\"unarchived\":0,\"oldest_unarchived\":null";
    String before = n1("19:31:49", 0, EARLY).replace(nothing, owes);
    String after = n1("19:32:20", 0, EARLY).replace(nothing, owes);
    String away = after.replace("{\"reachable\":true}", "{\"reachable\":false}");

    String waits = "n1 owes the archive 4 facts, the oldest since 2026-03-01T19:31:07Z";
    assertEquals(List.of(waits), found(before, after));
    assertEquals(List.of("late " + waits), found(before, away));
  }

  private static List<String> found(String first, String... later) {
    return new DrainReport(List.of(status(first)))
        .since(List.of(later).stream().map(DrainReportTest::status).toList()).stream()
            .map(DrainReportTest::words)
            .toList();
  }

  private static String words(Finding finding) {
    return (finding.late() ? "late " : "") + finding.key() + " " + finding.what();
  }

  private static String n1(String now, int hints, String oldest) {
    return Statuses.well("n1", "2026-03-01T19:28:37Z", 0)
        .replace("\"now\":\"2026-03-01T19:31:49Z\"", "\"now\":\"2026-03-01T" + now + "Z\"")
        .replaceAll(
            "(\"node\":\"n3\",\"zone\"[^}]*\"hints\":)0,\\s*\"oldest_hint\":null",
            "$1" + hints + ",\"oldest_hint\":\"2026-03-01T" + oldest + "Z\"");
  }

  private static String n3() {
    return Statuses.well("n3", "2026-03-01T19:28:37Z", 0);
  }

  private static NodeStatus status(String text) {
    try {
      return NodeStatus.from(new ObjectMapper().readTree(text));
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      throw new AssertionError(text, notJson);
    }
  }
}
