package kassa.ring.antientropy;

import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.Facts;
import kassa.ring.wire.RingMessage;
import kassa.ring.wire.RingMessage.Archived;
import kassa.ring.wire.RingMessage.FactsAsk;
import kassa.ring.wire.RingMessage.FactsTell;
import org.junit.jupiter.api.Test;

class SyncResponderTest {
  private final Fact settled = fact("settled", Facts.N1, 1);
  private final Fact owed = fact("owed", Facts.N1, 2);
  private final Set<Dot> outbox = new HashSet<>(Set.of(owed.dot()));
  private final FakeDisk disk = new FakeDisk();
  private final SyncResponder responder =
      new SyncResponder(
          disk,
          partition -> true,
          facts -> facts.stream().anyMatch(fact -> outbox.contains(fact.dot())));

  SyncResponderTest() {
    disk.add(settled);
    disk.add(owed);
  }

  @Test
  void whoeverGetsFactsIsToldWhichOfThemNeedNotBeArchivedOnceMore() {
    List<RingMessage> answers = responder.answer(ask());

    assertEquals(
        List.of(
            new FactsTell(7, List.of(settled, owed), Map.of()),
            new Archived(Set.of(settled.dot()))),
        answers);
  }

  @Test
  void whatIsStillOwedTheReceiverOwesAsWell() {
    outbox.add(settled.dot());

    assertEquals(
        List.of(new FactsTell(7, List.of(settled, owed), Map.of())), responder.answer(ask()));
  }

  @Test
  void aKeyOfWhichAnythingIsOwedIsOwedAsAWhole() {
    Fact older = fact("owed", Facts.N1, 3);
    disk.add(older);

    List<RingMessage> answers = responder.answer(new FactsAsk(7, List.of(FactName.of(older))));

    assertEquals(List.of(new FactsTell(7, List.of(older), Map.of())), answers);
  }

  @Test
  void whatIsNoQuestionHasNoAnswer() {
    assertEquals(List.of(), responder.answer(new RingMessage.Delivered(1)));
  }

  private FactsAsk ask() {
    return new FactsAsk(7, List.of(FactName.of(settled), FactName.of(owed)));
  }
}
