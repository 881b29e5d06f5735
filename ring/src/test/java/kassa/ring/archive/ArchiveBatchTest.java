package kassa.ring.archive;

import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import kassa.ring.Fact;
import kassa.ring.Facts;
import org.junit.jupiter.api.Test;

class ArchiveBatchTest {
  private final List<Fact> facts =
      IntStream.range(0, 200).mapToObj(i -> fact("k" + i / 2, Facts.N1, i + 1)).toList();
  private final ArchiveBatch batch = new ArchiveBatch(facts, 0);

  @Test
  void keysGoTogetherWithAllTheirFactsAndAFewAtOnce() {
    List<ArchiveBatch.Part> first = batch.begin(0);

    assertEquals(16, first.size());
    assertEquals(facts.subList(0, 2), first.get(0).facts());
    assertEquals(List.of(), batch.begin(1));
    batch.ended(first.get(0), true);
    assertEquals(facts.subList(32, 34), batch.begin(2).get(0).facts());
  }

  @Test
  void itIsWholeWhenAllIsWritten() {
    while (!batch.isOver()) {
      batch.begin(0).forEach(part -> batch.ended(part, true));
    }

    assertTrue(batch.isWhole());
    assertEquals(facts, batch.written());
  }

  @Test
  void afterAFailureNothingMoreIsBegunAndWhatIsWrittenCounts() {
    List<ArchiveBatch.Part> first = batch.begin(0);
    batch.ended(first.get(0), true);
    batch.ended(first.get(1), false);

    assertEquals(List.of(), batch.begin(1));
    assertFalse(batch.isOver(), "others are on their way");
    first.subList(2, 16).forEach(part -> batch.ended(part, true));

    assertTrue(batch.isOver());
    assertFalse(batch.isWhole());
    assertEquals(30, batch.written().size());
    assertFalse(batch.written().contains(facts.get(2)));
  }

  @Test
  void aSlowArchiveIsNotGivenMoreAfterAWhileAndABatchThatEndsLateIsWhole() {
    List<ArchiveBatch.Part> first = batch.begin(0);
    assertEquals(List.of(), batch.begin(5_000));
    first.forEach(part -> batch.ended(part, true));
    assertTrue(batch.isOver());
    assertFalse(batch.isWhole());

    ArchiveBatch small = new ArchiveBatch(facts.subList(0, 2), 0);
    ArchiveBatch.Part only = small.begin(0).get(0);
    small.ended(only, true);
    assertEquals(List.of(), small.begin(9_000));
    assertTrue(small.isWhole());
  }
}
