package kassa.gateway.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderKeys;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.sim.Fault;
import kassa.ring.sim.Found;
import kassa.ring.sim.Plan;
import kassa.ring.sim.Seeds;
import kassa.ring.sim.Stage;
import kassa.ring.sim.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkouts, and facts about nothing. A failure prints the command that repeats it. */
@Execution(ExecutionMode.CONCURRENT)
class CheckoutSimulationTest {
  private static final Stage STAGE = Checkouts.stage(Stage.OPERATIONS);
  private static final int FIXED = 150;
  private static final int FRESH = 30;

  @Test
  void nobodyIsChargedTwiceAndWhatWasToldIsKept() {
    Map<String, Integer> occurred = Seeds.hold(STAGE, 1, FIXED);

    assertEquals(Set.of(), Seeds.missed(STAGE, occurred), "states that no seed reached");
  }

  @Test
  void seedsThatNobodyTriedBeforePassAsWell() {
    Seeds.hold(STAGE, new SecureRandom().nextInt(Integer.MAX_VALUE), FRESH);
  }

  /** Sets iterate in another order in each Java process, so nothing may depend on it. */
  @Test
  void aSeedGivesTheSameTraceInEveryJavaProcess() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TraceMain.class.getName(),
            "1",
            "4");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String elsewhere = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor());
    assertEquals(TraceMain.traces(1, 4), elsewhere);
    assertEquals(TraceMain.traces(1, 4), elsewhere, "and twice in this one");
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Mutant bug) {
    Found found = Found.search(STAGE, bug, bug.seed()).orElseThrow();

    assertEquals(bug.sentence(), found.sentence(), "by seed " + found.seed());
  }

  /** No other fault makes a node know of an intent and not of its body: one append has both. */
  @Test
  void aNodeThatLostTheBodyOfAnOrderReadsItFromTheRingBeforeItInquires() {
    MerchantId merchant = new MerchantId("one");
    OrderKeys keys = new OrderKeys(new byte[OrderKeys.MIN_SECRET]);
    OrderId order = keys.orderId(merchant, "/v1/orders", "cart");
    NodeId first = World.placement(3).of(new Key(order.value())).owners().get(0);
    Plan.Draft draft = new Plan.Draft();
    draft.add(0, new AcquirerFault(AcquirerFault.Kind.SILENT_AFTER_THE_EFFECT, 100, 5_500));
    draft.add(100, new Ask(merchant, "cart", 1, List.of(new Ask.Try(first, 0)), false));
    draft.add(5_000, new Fault.LoseFacts(first, OrderFact.Opened.KIND));

    Map<String, Integer> occurred = Seeds.holds(STAGE, draft.plan(1, 3, 5_500));

    assertTrue(occurred.containsKey(Sometimes.READ_BY_RECONCILIATION.name()), occurred::toString);
    assertTrue(
        occurred.containsKey(Sometimes.ADOPTED_BY_RECONCILIATION.name()), occurred::toString);
  }
}
