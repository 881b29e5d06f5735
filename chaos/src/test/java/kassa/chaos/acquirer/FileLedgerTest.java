package kassa.chaos.acquirer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kassa.chaos.acquirer.LedgerEntry.Effect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest {
  @TempDir Path directory = Path.of("");

  private Path file = Path.of("");

  @BeforeEach
  void inADirectoryThatIsNotThereYet() {
    file = directory.resolve("sub/ledger.jsonl");
  }

  @Test
  void whatWasAppendedIsInTheFileBeforeWhatComesAfterRuns() throws Exception {
    try (FileLedger ledger = open()) {
      CompletableFuture<String> seen = new CompletableFuture<>();

      ledger.append(Optional.of(entry(1)), () -> seen.complete(text()));

      assertEquals(entry(1).toJson() + "\n", seen.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aNewLifeReadsWhatTheOldOneWrote() throws Exception {
    append(entry(1), entry(2));

    try (FileLedger ledger = open()) {
      assertEquals(List.of(entry(1), entry(2)), ledger.entriesAtOpen());
      assertEquals(0, ledger.cutBytes());
    }
  }

  @Test
  void aTornLastLineIsCutOffAndTheNextEntryStartsALineOfItsOwn() throws Exception {
    append(entry(1));
    Files.writeString(file, "{\"at\":\"2026-0", StandardOpenOption.APPEND);

    try (FileLedger ledger = open()) {
      assertEquals(List.of(entry(1)), ledger.entriesAtOpen());
      assertEquals(13, ledger.cutBytes());
    }
    append(entry(2));

    assertEquals(List.of(entry(1), entry(2)), LedgerAudit.ofText(text()).entries());
  }

  @Test
  void aWholeLineWithoutItsEndWasNeverAnsweredAndIsCutOff() throws Exception {
    append(entry(1));
    Files.writeString(file, entry(2).toJson(), StandardOpenOption.APPEND);

    try (FileLedger ledger = open()) {
      assertEquals(List.of(entry(1)), ledger.entriesAtOpen());
    }
  }

  @Test
  void aForeignLineInTheMiddleIsLeftForAPersonToLookAt() throws Exception {
    append(entry(1));
    Files.writeString(file, "not json\n", StandardOpenOption.APPEND);
    String before = text();

    IOException refused = assertThrows(IOException.class, this::open);

    assertTrue(String.valueOf(refused.getMessage()).contains("line 2"), refused::toString);
    assertEquals(before, text());
  }

  @Test
  void aClosedLedgerTakesNothing() throws Exception {
    FileLedger ledger = open();
    ledger.close();

    assertFalse(ledger.append(Optional.of(entry(1)), () -> {}));
    assertEquals("", text());
  }

  private void append(LedgerEntry... entries) throws Exception {
    try (FileLedger ledger = open()) {
      for (LedgerEntry entry : entries) {
        assertTrue(ledger.append(Optional.of(entry), () -> {}));
      }
    }
  }

  private FileLedger open() throws IOException {
    return FileLedger.open(
        file,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LedgerEntry entry(int number) {
    return new LedgerEntry(
        Instant.parse("2026-03-04T05:06:07Z"),
        "ref" + number,
        "shop-1",
        "order-" + number,
        "tx" + number,
        Effect.CAPTURED,
        "00",
        1_000,
        "SEK",
        "4242");
  }
}
