package kassa.ring.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import kassa.ring.Fact;
import kassa.ring.Facts;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.replication.Effect.Send;
import kassa.ring.wire.RingMessage.Deliver;
import org.junit.jupiter.api.Test;

class PendingCopiesTest {
  private static final NodeId N4 = new NodeId("n4");
  private static final NodeId N5 = new NodeId("n5");

  private static final Partition FIRST = new Partition(0);
  private static final Partition LAST = new Partition(Partition.COUNT - 1);

  private final PendingCopies copies = new PendingCopies();

  @Test
  void whatIsWrittenWithinAMomentGoesInOneMessage() {
    List<Fact> facts = facts(3);

    assertEquals(List.of(), copies.add(List.of(N4, N5), FIRST, facts.subList(0, 1), 0));
    assertEquals(List.of(), copies.add(List.of(N4), FIRST, facts.subList(1, 3), 100));
    assertEquals(List.of(), copies.tick(PendingCopies.COLLECTED - 1));

    List<Effect> sent = copies.tick(PendingCopies.COLLECTED);
    assertEquals(List.of(N4, N5), sent.stream().map(effect -> ((Send) effect).to()).toList());
    assertEquals(facts, facts(sent.get(0)));
    assertEquals(facts.subList(0, 1), facts(sent.get(1)));
    assertEquals(List.of(), copies.tick(2 * PendingCopies.COLLECTED));
  }

  @Test
  void whatIsMuchIsNotWaitedWith() {
    List<Fact> facts = facts(PendingCopies.MOST_FACTS);

    assertEquals(List.of(), copies.add(List.of(N4), FIRST, facts.subList(1, facts.size()), 0));
    List<Effect> sent = copies.add(List.of(N4), FIRST, facts.subList(0, 1), 0);

    assertEquals(facts.size(), facts(sent.get(0)).size());
    assertEquals(List.of(), copies.tick(PendingCopies.COLLECTED));
  }

  @Test
  void whatIsLargeGoesInMessagesThatFitAFrame() {
    List<Fact> large = facts(3).stream().map(PendingCopiesTest::large).toList();

    assertEquals(List.of(), copies.add(List.of(N4), FIRST, large.subList(0, 2), 0));
    assertEquals(
        large.subList(0, 2), facts(copies.add(List.of(N4), FIRST, large.subList(2, 3), 0).get(0)));
    assertEquals(large.subList(2, 3), facts(copies.tick(PendingCopies.COLLECTED).get(0)));
  }

  @Test
  void whoIsColdGetsMoreAndMore() {
    Partition half = new Partition(Partition.COUNT / 2);
    copies.add(List.of(N4), LAST, facts(1), 0);
    assertEquals(List.of(), copies.tick(PendingCopies.COLLECTED));

    copies.add(List.of(N4), half, facts(1), PendingCopies.RISING / 2);
    copies.add(List.of(N4), LAST, facts(1), PendingCopies.RISING / 2);
    assertEquals(1, copies.tick(PendingCopies.RISING).size());

    copies.add(List.of(N4), LAST, facts(2), PendingCopies.RISING);
    assertEquals(facts(2), facts(copies.tick(2 * PendingCopies.RISING).get(0)));
  }

  private static Fact large(Fact fact) {
    byte[] payload = new byte[PendingCopies.MOST_BYTES / 2];
    return new Fact(fact.key(), fact.dot(), fact.time(), fact.kind(), payload);
  }

  private static List<Fact> facts(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(seq -> Facts.fact("k", Facts.N1, seq)).toList();
  }

  private static List<Fact> facts(Effect effect) {
    return ((Deliver) ((Send) effect).message()).facts();
  }
}
