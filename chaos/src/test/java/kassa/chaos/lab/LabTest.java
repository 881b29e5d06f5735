package kassa.chaos.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real Cassandra; nodes and acquirer are stand-ins that only start and answer. */
class LabTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void aLabStartsIsBrokenMendedByAnotherCommandAndEnds() {
    List<String> schemaAppliedAt = Collections.synchronizedList(new ArrayList<>());
    LabPlan plan = plan(schemaAppliedAt);
    List<Standing> last;

    try (Lab lab = Lab.of(plan)) {
      lab.startAll(Progress.silent());

      assertEquals(
          "cassandra=RUNNING acquirer=RUNNING n1=RUNNING n2=RUNNING n3=RUNNING", states(lab));
      assertTrue(Probe.cql("127.0.0.1", plan.ports().cassandra()).answers());
      assertEquals(List.of(lab.archive().toString()), schemaAppliedAt);
      assertTrue(lab.isWanted());

      lab.kill("n3");
      lab.pause("n2");
      lab.kill("cassandra");
      assertEquals("cassandra=DEAD acquirer=RUNNING n1=RUNNING n2=PAUSED n3=DEAD", states(lab));
      assertFalse(Probe.cql("127.0.0.1", plan.ports().cassandra()).answers());
      assertThrows(LabFailure.class, () -> lab.kill("n3"));

      Lab another = Lab.existing(directory, plan.schema()).orElseThrow();
      another.startTogether(List.of("n3", "n2", "cassandra"), Progress.silent());
      assertEquals(
          "cassandra=RUNNING acquirer=RUNNING n1=RUNNING n2=RUNNING n3=RUNNING", states(lab));

      another.stop("cassandra");
      last = lab.standings();
      assertEquals(Standing.State.DEAD, last.get(0).state());
    }

    assertTrue(
        last.stream()
            .filter(one -> one.pid() != 0)
            .allMatch(one -> LinuxProcess.at(one.pid()).isEmpty()));
    assertFalse(Lab.existing(directory, plan.schema()).orElseThrow().isWanted());
  }

  @Test
  void whatDoesNotComeUpIsNamedWithItsLastWordsAndNothingIsLeft() {
    LabPlan plan = plan(new ArrayList<>());
    LabPlan broken =
        new LabPlan(
            directory,
            plan.ports(),
            plan.network(),
            plan.newcomers(),
            new LabProgram(plan.program().classPath(), "no.such.Node", plan.program().acquirer()),
            plan.cassandraJars(),
            true,
            plan.schema());
    try (Lab lab = Lab.of(broken)) {
      LabFailure failure = assertThrows(LabFailure.class, () -> lab.startAll(Progress.silent()));

      assertTrue(failure.words().contains("ended before it was ready"), failure.words());
      assertTrue(failure.words().contains("no.such.Node"), failure.words());
      assertEquals("cassandra=DEAD acquirer=DEAD n1=DEAD n2=DEAD n3=DEAD", states(lab));
    }
  }

  private LabPlan plan(List<String> schemaAppliedAt) {
    LabPlan plan =
        LabPlan.forTest(
            directory, 3, (points, datacenter, keyspace) -> schemaAppliedAt.addAll(points));
    return new LabPlan(
        directory,
        plan.ports(),
        plan.network(),
        plan.newcomers(),
        new LabProgram(
            plan.program().classPath(),
            FakeNodeMain.class.getName(),
            FakeAcquirerMain.class.getName()),
        plan.cassandraJars(),
        true,
        plan.schema());
  }

  private static String states(Lab lab) {
    return lab.standings().stream()
        .map(one -> one.name() + "=" + one.state())
        .collect(Collectors.joining(" "));
  }
}
