package kassa.chaos.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NamespacesTest {
  private static final int PORT = 9000;
  private static final Duration START = Duration.ofSeconds(60);
  private static final LinuxProcess EARLIER = new LinuxProcess(17, "boot/4711");

  @Test
  void everyNodeHasAnAddressAndANameOfItsOwn() {
    Namespaces network = new Namespaces(EARLIER, 3);

    assertEquals("10.231.3.1", network.partners());
    assertEquals("10.231.3.11", network.host("n1"));
    assertEquals("10.231.3.19", network.host("n9"));
    assertEquals(List.of("ip", "netns", "exec", "kassa-17-4711-3-n2"), network.prefix("n2"));
  }

  @Test
  void aCutIsBetweenTheSidesInBothDirectionsAndWithinNone() {
    Namespaces network = new Namespaces(EARLIER, 3);

    assertEquals(
        List.of(
            "rule add from 10.231.3.11 to 10.231.3.13 blackhole",
            "rule add from 10.231.3.13 to 10.231.3.11 blackhole",
            "rule add from 10.231.3.12 to 10.231.3.13 blackhole",
            "rule add from 10.231.3.13 to 10.231.3.12 blackhole"),
        network.rules("add", List.of("n1", "n2"), List.of("n3")));
  }

  @Test
  void onlyWhatIsOursAndOfAnEndedProcessIsLeftBehind() {
    LinuxProcess self = LinuxProcess.self();
    LinuxProcess before = new LinuxProcess(self.pid(), "boot/1");

    assertFalse(Namespaces.isLeftBehind(new Namespaces(self, 1).namespace("n1")));
    assertTrue(Namespaces.isLeftBehind(new Namespaces(before, 1).namespace("router")));
    assertFalse(Namespaces.isLeftBehind("kassa-production"));
    assertFalse(Namespaces.isLeftBehind("anothers-1-1-1-n1"));
  }

  @Test
  void nodesThatAreCutApartDoNotReachEachOtherUntilItIsHealedAndNothingIsLeft() throws Exception {
    requireRoot();
    Namespaces network = Namespaces.beside();
    // Given what a killed run left behind
    String left =
        new Namespaces(new LinuxProcess(LinuxProcess.self().pid(), "b/1"), 1).namespace("n1");
    IpRoute.ip("netns", "add", left);
    Process door = null;
    try {
      network.make(List.of("n1", "n2", "n3"));
      assertFalse(namespaces().contains(left));
      door = in(network, "n1", "open", network.host("n1"));
      awaitDoor(door, network);

      network.cut(List.of("n1"), List.of("n2"));
      assertFalse(reaches(network, "n2"));
      assertTrue(reaches(network, "n3"));
      assertTrue(Probe.tcp(network.host("n1"), PORT).answers());

      network.heal(List.of("n1"), List.of("n2"));
      assertTrue(reaches(network, "n2"));
    } finally {
      if (door != null) {
        door.destroyForcibly().waitFor();
      }
      network.remove();
    }
    assertFalse(namespaces().contains("kassa-" + LinuxProcess.self().pid()));
    assertFalse(Files.exists(Path.of("/sys/class/net/kassa-" + network.net())));
  }

  private static void requireRoot() {
    try {
      Namespaces.require();
    } catch (LabFailure no) {
      abort(no.words());
    }
  }

  private static String namespaces() {
    return IpRoute.ip("netns", "list");
  }

  private static void awaitDoor(Process door, Namespaces network) throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!Probe.tcp(network.host("n1"), PORT).answers()) {
      assertTrue(door.isAlive() && System.nanoTime() < deadline, "the door does not open");
      Thread.sleep(50);
    }
  }

  private static boolean reaches(Namespaces network, String from) throws Exception {
    Process knock = in(network, from, "knock", network.host("n1"));
    assertTrue(knock.waitFor(START.toSeconds(), TimeUnit.SECONDS));
    assertTrue(List.of(0, 3).contains(knock.exitValue()), "ended with " + knock.exitValue());
    return knock.exitValue() == 0;
  }

  private static Process in(Namespaces network, String node, String what, String host)
      throws IOException {
    List<String> command = new ArrayList<>(network.prefix(node));
    command.addAll(
        JavaCommand.of(
            List.of("-Xmx32m", "-XX:+UseSerialGC"),
            System.getProperty("java.class.path"),
            DoorMain.class.getName(),
            List.of(what, host, Integer.toString(PORT))));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
