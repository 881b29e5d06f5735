package kassa.ring.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WriteBackTest {
  @Test
  void whatWaitsForNothingElseIsWrittenSlowly() {
    assertEquals(WriteBack.SLOWEST, WriteBack.pace(-4, 0));
    assertEquals(WriteBack.SLOWEST, WriteBack.pace(0, 1));
  }

  @Test
  void theMoreWaitsTheFasterItIsWritten() {
    assertEquals(2 * WriteBack.SLOWEST, WriteBack.pace(WriteBack.FILES / 2, 1));
    assertEquals(4 * WriteBack.SLOWEST, WriteBack.pace(WriteBack.FILES, 1));
    assertEquals(4 * WriteBack.SLOWEST, WriteBack.pace(0, 2));
    assertEquals(64 * WriteBack.SLOWEST, WriteBack.pace(2 * WriteBack.FILES, 2));
    assertEquals(WriteBack.FASTEST, WriteBack.pace(1_000, 4));
  }
}
