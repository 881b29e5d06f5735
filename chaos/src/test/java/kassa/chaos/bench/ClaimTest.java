package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void theRateIsSustainedWhenAlmostAllIsDoneInTime() {
    assertEquals(
        "met      100 checkouts/s are sustained for 1 s: 99.0/s, 1 of 100 not answered",
        Claim.sustained(phase(99, 1, 10)).line());
    assertEquals(
        "NOT met  100 checkouts/s are sustained for 1 s: 98.0/s, 2 of 100 not answered",
        Claim.sustained(phase(98, 2, 10)).line());
  }

  @Test
  void aPercentileThatIsNeverReachedIsNotMet() {
    assertEquals(
        "met      p99 is at most 100 ms at 100/s: 99.0 ms", Claim.quick(phase(99, 1, 99)).line());
    assertEquals(
        "NOT met  p99 is at most 100 ms at 100/s: 110.0 ms", Claim.quick(phase(99, 1, 110)).line());
    assertEquals(
        "NOT met  p99 is at most 100 ms at 100/s: over 1 % were not answered at all",
        Claim.quick(phase(98, 2, 10)).line());
  }

  @Test
  void underOverloadFourFifthsOfThePeakAreEnoughIfTenTimesWereOffered() {
    assertEquals(
        "met      at ten times the peak at least 80 % of it are done: 80.0 of 100.0/s",
        Claim.goodputHolds(flood(100, 10, 0, 10), flood(80, 900, 0, 10)).line());
    assertEquals(
        "NOT met  at ten times the peak at least 80 % of it are done: 79.0 of 100.0/s",
        Claim.goodputHolds(flood(100, 10, 0, 10), flood(79, 900, 0, 10)).line());
    assertEquals(
        "NOT met  at ten times the peak at least 80 % of it are done: 80.0 of 100.0/s;"
            + " 20 were not even offered",
        Claim.goodputHolds(flood(100, 10, 0, 10), flood(80, 900, 20, 10)).line());
    Turnout crowd = flood(80, 900, 0, 10);
    crowd.add(Endings.once("no line", 0, 0));
    assertEquals(
        "met      at ten times the peak at least 80 % of it are done: 80.0 of 100.0/s;"
            + " 980 of 981 found a line",
        Claim.goodputHolds(flood(100, 10, 0, 10), crowd).line());
    assertEquals(
        "NOT met  at ten times the peak at least 80 % of it are done: 0.0 of 0.0/s",
        Claim.goodputHolds(flood(0, 10, 0, 10), flood(0, 900, 0, 10)).line());
  }

  @Test
  void underOverloadWhatIsAnsweredIsAnsweredWithinASecond() {
    assertEquals(
        "met      p99 of the answers other than 503 is at most 1 s: 990.2 ms",
        Claim.answersStayQuick(flood(80, 900, 0, 990)).line());
    assertEquals(
        "NOT met  p99 of the answers other than 503 is at most 1 s: 1,100.8 ms",
        Claim.answersStayQuick(flood(80, 900, 0, 1_100)).line());
    assertEquals(
        "NOT met  p99 of the answers other than 503 is at most 1 s: over 1 % got no answer at all",
        Claim.answersStayQuick(flood(0, 900, 0, 10)).line());
  }

  /** Of one second. */
  private static Turnout flood(int good, int turnedAway, int notStarted, int millis) {
    Turnout flood = new Turnout(Duration.ofSeconds(1));
    for (int i = 0; i < good; i++) {
      flood.add(Endings.good(0, millis));
    }
    for (int i = 0; i < turnedAway; i++) {
      flood.add(Endings.once("503", 0, 1));
    }
    for (int i = 0; i < notStarted; i++) {
      flood.add(Endings.notStarted(0));
    }
    return flood;
  }

  @Test
  void aNodeThatDiedOrMayUseMoreDoesNotLiveInItsHeap() {
    ProcessUse small = use(1, 384);
    String rows =
        """
        1 384 met      a node lives in a heap of 384 MiB: all did
        1 385 NOT met  a node lives in a heap of 384 MiB: n1 may use a larger heap
        2 384 NOT met  a node lives in a heap of 384 MiB: n1 was another process after half
        """;
    for (String row : rows.lines().toList()) {
      String[] cells = row.split(" ", 3);
      ProcessUse after = use(Long.parseLong(cells[0]), Long.parseLong(cells[1]));

      assertEquals(cells[2], Claim.small(List.of("n1"), List.of(living(small, after))).line());
    }
    assertEquals(
        "NOT met  a node lives in a heap of 384 MiB: n2 was gone after half",
        Claim.small(List.of("n2"), List.of(living(small, small))).line());
  }

  @Test
  void aLossIsSurvivedWhenOneInAHundredIsLostAndNoneLater() {
    Blow blow = new Blow("n3", 5_000, 50, 1_700, 9_000, 0);

    assertEquals(
        "met      at most 1 % fail after one retry within 10 s of the loss of a node:"
            + " 1.00 %: 50 of 5,000; 1,700 needed the retry",
        Claim.survivesBlow(blow, TEN_SECONDS).line());
    assertEquals(
        "met      none fails after one retry from 10 s later on: 0 of 9,000",
        Claim.settlesAfterBlow(blow, TEN_SECONDS).line());
    assertEquals(
        "NOT met  none fails after one retry from 10 s later on: 1 of 9,000",
        Claim.settlesAfterBlow(new Blow("n3", 5_000, 51, 0, 9_000, 1), TEN_SECONDS).line());
    assertEquals(
        false, Claim.survivesBlow(new Blow("n3", 5_000, 51, 0, 9_000, 0), TEN_SECONDS).met());
  }

  @Test
  void aReturnIsCompleteWhenTheHintsHaveDrained() {
    Optional<Duration> seconds = Optional.of(Duration.ofSeconds(2));

    assertEquals(
        "met      a node that comes back gets what it missed:"
            + " n3 serves after 2.0 s; 7,000 hints drained 2.0 s later",
        Claim.recovers(new Recovery("n3", 7_000, seconds, seconds, "")).line());
    assertEquals(
        "NOT met  a node that comes back gets what it missed:"
            + " n3 serves after 2.0 s; 7,000 hints waited; 9 still wait after 60 s",
        Claim.recovers(
                new Recovery("n3", 7_000, seconds, Optional.empty(), "9 still wait after 60 s"))
            .line());
    assertEquals(
        "NOT met  a node that comes back gets what it missed: n3 ended",
        Claim.recovers(new Recovery("n3", 7, Optional.empty(), Optional.empty(), "n3 ended"))
            .line());
  }

  @Test
  void throughputIsBackIfTheBurstWasAsLargeAsIsSaid() {
    assertEquals(
        "met      throughput is back within 60 s of the end of a ten-fold burst:"
            + " after 3 s, at last 95.0 of 100.0/s",
        Claim.comesBack(burst(OptionalInt.of(3), 180), MINUTE).line());
    assertEquals(
        "NOT met  throughput is back within 60 s of the end of a ten-fold burst:"
            + " not in that time, at last 95.0 of 100.0/s",
        Claim.comesBack(burst(OptionalInt.empty(), 0), MINUTE).line());
    assertEquals(
        "NOT met  throughput is back within 60 s of the end of a ten-fold burst:"
            + " after 3 s, at last 95.0 of 100.0/s; 181 were not even offered",
        Claim.comesBack(burst(OptionalInt.of(3), 181), MINUTE).line());
  }

  private static TriggerResult burst(OptionalInt back, long notOffered) {
    return new TriggerResult(
        Trigger.BURST,
        100,
        100,
        Duration.ofSeconds(20),
        new Comeback(100, OptionalDouble.of(50), List.of(), 95, back, 0, 0),
        Map.of(),
        18_000,
        notOffered);
  }

  /** A second at 100/s. */
  private static PhaseResult phase(int good, int failed, long millis) {
    Schedule schedule = Schedule.steady(100, Duration.ofSeconds(1));
    Tally tally = new Tally(schedule.length());
    for (int i = 0; i < good; i++) {
      tally.add(Endings.good(0, millis));
    }
    for (int i = 0; i < failed; i++) {
      tally.add(Endings.failed(0, 1));
    }
    return new PhaseResult("sustained", schedule, tally, Map.of(), Map.of());
  }

  private static PhaseResult living(ProcessUse before, ProcessUse after) {
    Schedule schedule = Schedule.steady(100, Duration.ofSeconds(1));
    return new PhaseResult(
        "half", schedule, new Tally(schedule.length()), Map.of("n1", before), Map.of("n1", after));
  }

  private static ProcessUse use(long pid, long mebibytes) {
    return new ProcessUse(pid, OptionalLong.of(mebibytes << 20), 1, Duration.ZERO);
  }
}
