package kassa.ring.node;

import static kassa.ring.node.TestRing.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.SmallState;
import kassa.ring.smallstate.Version;
import kassa.ring.store.StoreDamaged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small state on real nodes: on their disks, and from one to the other. */
class SmallStateTest {
  private static final Version A = new Version(1, "a");
  private static final Version B = new Version(1, "b");
  private static final Version C = new Version(2, "c");

  @TempDir Path directory;

  @Test
  void aNodeLearnsWhatAnotherWasToldAndKnowsItInItsNextLifeWithoutAnyPeer() throws Exception {
    try (TestRing ring = new TestRing(directory, 2)) {
      RingNode n1 = ring.start("n1");
      say(n1, "kind/x", A);
      RingNode n2 = ring.start("n2");

      eventually("n2 knows", () -> n2.smallState().entry("kind/x").versions().equals(List.of(A)));
      ring.stop("n1");
      ring.stop("n2");

      assertEquals(List.of(A), ring.start("n2").smallState().entry("kind/x").versions());
    }
  }

  @Test
  void whatBothWereToldWhileTheyWereApartMergesAndWhatOneEndedIsOverForTheOther() throws Exception {
    try (TestRing ring = new TestRing(directory, 2)) {
      say(ring.start("n1"), "kind/x", A);
      ring.stop("n1");
      RingNode n2 = ring.start("n2");
      say(n2, "kind/x", B);

      RingNode n1 = ring.start("n1");

      Entry healed = Entry.of(List.of(A, B));
      eventually("n1 knows", () -> n1.smallState().entry("kind/x").equals(healed));
      eventually("n2 knows", () -> n2.smallState().entry("kind/x").equals(healed));

      ring.stop("n1");
      change(n2, "kind/x", entry -> entry.plus(C).endBelow(C.generation()));
      RingNode again = ring.start("n1");

      Entry ended = new Entry(C.generation(), List.of(C));
      eventually("n1 knows better", () -> again.smallState().entry("kind/x").equals(ended));
      assertEquals(ended, n2.smallState().entry("kind/x"));
    }
  }

  @Test
  void anEmptyDiskIsNotTakenForAllThatIsKnownUntilAPeerHasTold() throws Exception {
    try (TestRing ring = new TestRing(directory, 2)) {
      RingNode n1 = ring.start("n1");
      RingNode n2 = ring.start("n2");
      eventually("they told each other", () -> heard(n1) && heard(n2));
      say(n1, "kind/x", A);
      ring.stop("n1");
      ring.stop("n2");
      ring.wipe("n2");

      RingNode empty = ring.start("n2");
      assertFalse(empty.hasHeardSmallState());
      RingNode again = ring.start("n1");

      assertTrue(again.hasHeardSmallState(), "it remembers that it heard");
      eventually("n2 heard", () -> heard(empty));
      assertEquals(List.of(A), empty.smallState().entry("kind/x").versions());
    }
  }

  private static boolean heard(RingNode node) {
    return node.hasHeardSmallState();
  }

  @Test
  void whatHasNoRoomIsRefusedAndChangesNothing() throws Exception {
    try (TestRing ring = new TestRing(directory, 1)) {
      RingNode n1 = ring.start("n1");
      say(n1, "kind/x", A);
      String long256 = "x".repeat(253);

      ChangeOutcome outcome =
          change(
              n1,
              "kind/x",
              entry ->
                  Entry.of(
                      IntStream.range(100, 400)
                          .mapToObj(i -> new Version(1, long256 + i))
                          .toList()));

      assertInstanceOf(ChangeOutcome.Full.class, outcome);
      assertEquals(Entry.of(List.of(A)), n1.smallState().entry("kind/x"));
      say(n1, "kind/x", C);
      assertEquals(Entry.of(List.of(A, C)), n1.smallState().entry("kind/x"));
    }
  }

  @Test
  void aNodeDoesNotStartOnDamagedSmallState() throws Exception {
    try (TestRing ring = new TestRing(directory, 1)) {
      say(ring.start("n1"), "kind/x", A);
      ring.stop("n1");
      Path file = directory.resolve("n1").resolve("small-state-" + SmallState.bucketOf("kind/x"));
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);

      assertThrows(StoreDamaged.class, () -> ring.start("n1"));
    }
  }

  private static void say(RingNode node, String name, Version version) {
    assertInstanceOf(ChangeOutcome.Kept.class, change(node, name, entry -> entry.plus(version)));
  }

  private static ChangeOutcome change(RingNode node, String name, UnaryOperator<Entry> change) {
    return node.change(name, change).toCompletableFuture().join();
  }
}
