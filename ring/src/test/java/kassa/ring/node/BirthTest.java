package kassa.ring.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import kassa.ring.NodeId;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.disk.DiskMarks;
import kassa.ring.membership.Descent;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BirthTest {
  @TempDir Path data;

  @Test
  void everyLifeIsNewerThanTheLastEvenWhenTheClockWasSetBack() throws Exception {
    Birth first = born("n1", 0, 1_000_000);
    Birth second = born("n1", 0, 5);

    assertTrue(second.incarnation().supersedes(first.incarnation()));
    assertNotEquals(first.port(), second.port());
  }

  @Test
  void aDirectoryThatTakesThePlaceOfALostOneDoesNotComeBackOnItsFirstAddress() throws Exception {
    Birth first = born("n1", 0, 1_000);
    for (int wipe = 0; wipe < 100; wipe++) {
      Files.delete(data.resolve("incarnation"));

      Birth next = born("n1", first.incarnation().startedAt(), 2_000);

      assertNotEquals(first.port(), next.port());
      assertTrue(next.port() >= 12_000 && next.port() <= 12_099, () -> "port " + next.port());
    }
  }

  @Test
  void aLifeBeginsAfterAllThatPeersKnowOf() throws Exception {
    assertEquals(2_000_001, born("n1", 2_000_000, 5).incarnation().startedAt());
  }

  @Test
  void aLifeKnowsTheFirstInItsDirectoryAndTheOneBefore() throws Exception {
    Birth first = born("n1", 0, 1);
    Birth second = born("n1", 0, 2);
    Birth third = born("n1", 0, 3);

    assertEquals(Descent.first(first.incarnation()), first.descent());
    assertEquals(
        new Descent(first.incarnation(), Optional.of(second.incarnation())), third.descent());
  }

  @Test
  void aDirectoryOfAnotherNodeIsRefused() throws Exception {
    assertEquals(new NodeId("n1"), born("n1", 0, 1).incarnation().node());

    IOException refused = assertThrows(IOException.class, () -> Birth.last(settings("n2")));

    assertTrue(String.valueOf(refused.getMessage()).contains("belongs to n1"));
  }

  @Test
  void aDamagedFileIsNotGuessedAt() throws Exception {
    Files.writeString(data.resolve("incarnation"), "\0\0\0");

    assertThrows(IOException.class, () -> Birth.last(settings("n1")));
  }

  private Birth born(String self, long after, long wall) throws IOException {
    Birth birth = Birth.next(settings(self), Birth.last(settings(self)), after, wall);
    birth.record(settings(self));
    return birth;
  }

  private RingSettings settings(String self) {
    RingDescriptor ring =
        new RingDescriptor(
            "test",
            Replication.DEFAULT,
            List.of(
                new Member(new NodeId("n1"), "a", "h:1", "m:1"),
                new Member(new NodeId("n2"), "b", "h:2", "m:2")));
    return new RingSettings(
        ring.member(new NodeId(self)).orElseThrow(),
        data,
        ring,
        "127.0.0.1",
        12_000,
        12_099,
        ArchiveSettings.of(List.of("127.0.0.1:1"), "dc", "kassa"),
        RingSettings.HOT_WINDOW,
        DiskMarks.DEFAULT,
        "test");
  }
}
