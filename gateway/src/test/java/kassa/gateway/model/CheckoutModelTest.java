package kassa.gateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class CheckoutModelTest {
  private static final Pattern BUG = Pattern.compile("Bug [=#] \"([^\"]+)\"");
  private static final Pattern RARE = Pattern.compile("<<\"([a-z]+ [a-z ]+)\",");
  private static final Pattern BOUND = Pattern.compile("(Nodes|W|Max\\w+) = .*");

  private static final String PLANTED =
      """
      sent before the intent is stored        | intentBeforeMoney
      told before it is stored                | toldIsKept
      sent after the deadline                 | nothingLeavesAfterTheDeadline
      a failed repeat is not sent             | declinedIsNeverCharged
      any home voids any intent               | declinedIsNeverCharged
      503 without a word from every home      | declinedIsNeverCharged
      503 without a look at the own disk      | nothingIsSaidAgainstTheOwnDisk
      503 although an intent may have left    | nothingIsSaidAgainstTheOwnDisk
      a timeout is a decline                  | chargedOnce
      another reference at each home          | oneAuthorizationPerAttempt
      the acquirer forgets                    | oneAuthorizationPerAttempt
      reconciliation authorizes               | declinedIsNeverCharged
      not found is a decline                  | chargedOnce
      """;

  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({
    // Apart needs four places, and two homes; what a scenario cannot reach is left to the others.
    "TwoHomes, ''",
    "Retry, two homes stored apart",
    "NextLife, two homes sent; two homes stored apart"
  })
  void allThatMustHoldHolds(String scenario, String unreachable) throws Exception {
    Path bounds = Tlc.MODULES.resolve(scenario + ".cfg");

    Tlc.Verdict verdict = Tlc.check("Scenarios", bounds, scratch);

    assertTrue(verdict.complete(), verdict.output());
    Set<String> missed = inModule(RARE);
    missed.removeAll(verdict.reached());
    assertEquals(unreachable, String.join("; ", missed), "states that were not reached");
    System.out.println(scenario + ": " + verdict.counts() + "; " + boundsIn(bounds));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = PLANTED)
  void aPlantedBugIsFound(String bug, String sentence) throws Exception {
    String bounds = Files.readString(Tlc.MODULES.resolve("TwoHomes.cfg"));
    Path planted = scratch.resolve("Planted.cfg");
    Files.writeString(planted, bounds.replace("Bug = \"none\"", "Bug = \"" + bug + "\""));

    Tlc.Verdict verdict = Tlc.check("Scenarios", planted, scratch);

    assertEquals(sentence, verdict.violated(), verdict.output());
    System.out.println("planted: " + bug + "; violated: " + sentence + "; " + verdict.counts());
  }

  @Test
  void noPlantedBugIsForgotten() throws Exception {
    Set<String> tried =
        PLANTED
            .lines()
            .map(line -> line.substring(0, line.indexOf('|')).strip())
            .collect(Collectors.toSet());

    assertEquals(tried, inModule(BUG));
  }

  private static String boundsIn(Path bounds) throws Exception {
    return Files.readAllLines(bounds).stream()
        .map(String::strip)
        .filter(line -> BOUND.matcher(line).matches())
        .collect(Collectors.joining(", "));
  }

  private static Set<String> inModule(Pattern pattern) throws Exception {
    Matcher matcher = pattern.matcher(Files.readString(Tlc.MODULES.resolve("Checkout.tla")));
    return matcher.results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }
}
