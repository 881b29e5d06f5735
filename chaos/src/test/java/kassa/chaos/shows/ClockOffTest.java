package kassa.chaos.shows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kassa.chaos.lab.LabProgram;
import kassa.chaos.shows.Town.Shown;
import kassa.gateway.node.ShiftedClockMain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, one of which has a wall clock that is off. */
@TestInstance(Lifecycle.PER_CLASS)
class ClockOffTest {
  private static final String WENT_OFF = "it is the home of no order until its clock is right";

  @TempDir static Path directory;

  private Town town;

  @BeforeAll
  void start() {
    town =
        new Town(
            directory,
            program ->
                new LabProgram(
                    program.classPath(), ShiftedClockMain.class.getName(), program.acquirer()));
  }

  @AfterAll
  void end() {
    town.close();
  }

  @Test
  void aClockThatJumpsCostsNoSaleAndItsNodeIsNoHomeUntilItIsRight() throws Exception {
    town.settle();
    assertEquals(Set.of("n1", "n2", "n3"), homesOf(sellAtAll("right")));
    long said = timesThatN3SaidItWasOff();

    setClockOfN3(Duration.ofHours(1));
    Town.eventually("n3 is off", () -> status().contains("The clock of n3 is 3600."));
    assertTrue(status().contains("s ahead of n1, n2: other nodes are the home"), status());
    assertEquals(11, town.kassa("health", "--strict").exit());
    List<String> orders = sellAtAll("ahead");
    assertEquals(Set.of("n1", "n2"), homesOf(orders));
    for (String order : orders) {
      town.equalEverywhere(order);
    }

    setClockOfN3(Duration.ZERO);
    Town.eventually("n3 is right", () -> !status().contains("The clock"));
    assertEquals(Set.of("n1", "n2", "n3"), homesOf(sellAtAll("right-again")));
    assertEquals(said + 1, timesThatN3SaidItWasOff());
    assertEquals(0, town.kassa("health", "--strict").exit());

    String before = incarnationOfN3();
    town.kassa("chaos", "kill", "n3");
    setClockOfN3(Duration.ofDays(-1));
    town.kassa("chaos", "resume", "n3");
    Town.eventually("n3 is off", () -> status().contains("The clock of n3 is 86400.0 s behind"));
    assertNotEquals(before, incarnationOfN3());
    assertEquals(Set.of("n1", "n2"), homesOf(sellAtAll("behind")));
    setClockOfN3(Duration.ZERO);
    town.settle();
    assertEquals(Set.of("n1", "n2", "n3"), homesOf(sellAtAll("right-at-last")));
    assertEquals(Set.of(), town.ledger().ordersChargedTwice());
  }

  @Test
  void twoNodesWhoseClocksAreApartCannotTellWhichIsRightAndSellOn() throws Exception {
    town.settle();
    town.kassa("chaos", "kill", "n2");
    town.kassa("chaos", "kill", "n3");
    setClockOfN3(Duration.ofSeconds(10));
    town.kassa("chaos", "resume", "n3");
    Town.eventually(
        "n1 and n3 are apart", () -> status().contains("The clocks of n1 and n3 are 10.0 s apart"));

    List<String> orders = town.sellAll("apart", 24, "n1", "n3");

    town.kassa("chaos", "resume", "n2");
    Town.eventually("n3 is off", () -> status().contains("The clock of n3 is 10.0 s ahead"));
    setClockOfN3(Duration.ZERO);
    town.settle();
    for (String order : orders) {
      town.equalEverywhere(order);
    }
    assertEquals(Set.of(), town.ledger().ordersChargedTwice());
  }

  /** So many that each node is the first choice for some. */
  private List<String> sellAtAll(String name) throws Exception {
    return town.sellAll(name, 24, "n1", "n2", "n3");
  }

  /** The nodes that recorded facts of these orders. */
  private Set<String> homesOf(List<String> orders) throws Exception {
    Set<String> homes = new TreeSet<>();
    for (String order : orders) {
      JsonNode facts = town.get("n1", "/v1/orders/" + order + "/timeline").body().path("facts");
      facts.forEach(fact -> homes.add(fact.path("node").asText()));
    }
    return homes;
  }

  private String status() {
    Shown shown = town.kassa("ring", "status");
    return shown.text();
  }

  private String incarnationOfN3() throws Exception {
    return town.json("ring", "status").at("/data/members/2/own/incarnation").asText();
  }

  private void setClockOfN3(Duration ahead) throws Exception {
    Path n3 = town.lab().plan().directory().resolve("n3");
    Path fresh = Files.writeString(n3.resolve("clock-new"), Long.toString(ahead.toMillis()));
    Files.move(fresh, n3.resolve(ShiftedClockMain.FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private long timesThatN3SaidItWasOff() throws Exception {
    Path log =
        town.lab().standings().stream()
            .filter(one -> one.name().equals("n3"))
            .findFirst()
            .orElseThrow()
            .log();
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(WENT_OFF)).count();
    }
  }
}
