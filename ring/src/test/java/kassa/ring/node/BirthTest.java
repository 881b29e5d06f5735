package kassa.ring.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kassa.ring.NodeId;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BirthTest {
  @TempDir Path data;

  @Test
  void everyLifeIsNewerThanTheLastEvenWhenTheClockWasSetBack() throws Exception {
    Birth first = Birth.next(settings("n1"), 1_000_000);
    Birth second = Birth.next(settings("n1"), 5);

    assertTrue(second.incarnation().supersedes(first.incarnation()));
    assertNotEquals(first.port(), second.port());
  }

  @Test
  void aDirectoryOfAnotherNodeIsRefused() throws Exception {
    assertEquals(new NodeId("n1"), Birth.next(settings("n1"), 1).incarnation().node());

    IOException refused = assertThrows(IOException.class, () -> Birth.next(settings("n2"), 2));

    assertTrue(String.valueOf(refused.getMessage()).contains("belongs to n1"));
  }

  @Test
  void aDamagedFileIsNotGuessedAt() throws Exception {
    Files.writeString(data.resolve("incarnation"), "\0\0\0");

    assertThrows(IOException.class, () -> Birth.next(settings("n1"), 1));
  }

  private RingSettings settings(String self) {
    return new RingSettings(
        new NodeId(self),
        data,
        new RingDescriptor(
            "test",
            Replication.DEFAULT,
            List.of(
                new Member(new NodeId("n1"), "a", "h:1", "m:1"),
                new Member(new NodeId("n2"), "b", "h:2", "m:2"))),
        "127.0.0.1",
        12_000,
        12_099,
        ArchiveSettings.of(List.of("127.0.0.1:1"), "dc", "kassa"),
        "test");
  }
}
