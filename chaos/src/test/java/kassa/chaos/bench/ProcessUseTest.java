package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessUseTest {
  private static final String STAT =
      "42 (odd) name) S 1 42 42 0 -1 4194560 9000 0 12 0 250 50 0 0 20 0 31 0 99 1 1";

  @Test
  void whatLinuxSaysIsRead() {
    ProcessUse use =
        ProcessUse.read(
            42, "java\0-Xmx1g\0-Xmx384m\0Main\0", "Name:\tjava\nVmRSS:\t  2048 kB\n", STAT);

    assertEquals(
        new ProcessUse(42, OptionalLong.of(384L << 20), 2L << 20, Duration.ofSeconds(3)), use);
  }

  @Test
  void aProcessWithoutTheFlagHasNoLimitThatIsKnown() {
    assertEquals(OptionalLong.empty(), ProcessUse.read(42, "sh\0-c\0", "", STAT).heapLimit());
  }

  @Test
  void anotherProcessOfTheSameNameIsNotComparedWith() {
    ProcessUse earlier = ProcessUse.read(42, "", "", STAT);
    ProcessUse another = ProcessUse.read(43, "", "", STAT);

    assertEquals(Optional.of(Duration.ZERO), earlier.cpuSince(earlier));
    assertEquals(Optional.empty(), another.cpuSince(earlier));
  }
}
