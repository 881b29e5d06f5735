package kassa.gateway.verify;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static kassa.gateway.verify.Places.fact;
import static kassa.gateway.verify.Places.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderSamples;
import kassa.ring.Fact;
import kassa.ring.outbox.Destination;
import kassa.ring.wire.FactCodec;
import org.junit.jupiter.api.Test;

class FactsPageTest {
  private static final Fact PLACED = fact(1, new Opened(placed(A)));

  @Test
  void aPageTellsFactsOwnersAndDebts() throws Exception {
    FactsPage page = read(Places.page("n2", "17.ord_9", line(List.of("n3", "@archive"), PLACED)));

    FactsPage.Line line = page.lines().get(0);
    assertEquals("n2", page.node());
    assertEquals(Optional.of("17.ord_9"), page.next());
    assertEquals(3, line.owners().size());
    assertEquals(PLACED, line.copy().facts().get(PLACED.dot()));
    assertTrue(line.copy().owes(Destination.ARCHIVE, PLACED.dot()));
  }

  @Test
  void everySingleBitThatIsFlippedOnTheWayIsDamage() throws Exception {
    byte[] whole = FactCodec.toDisk(PLACED);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      ObjectNode line = line(List.of(), PLACED);
      ((ObjectNode) line.path("facts").get(0)).put("fact", flipped);

      Copy copy = read(Places.page("n1", "", line)).lines().get(0).copy();

      assertEquals(List.of("shows a fact that is not as it was written"), copy.damage());
      assertTrue(copy.facts().isEmpty());
    }
  }

  @Test
  void aFactOfAnotherKeyAndTwoOfOneNameAreDamageToo() throws Exception {
    Fact alien = fact("ord_zzzzzzzzzzzzzzzzzzzzzzzzzz", OrderSamples.dot("n1", 2), intent(A));
    Fact double1 = fact(1, intent(A));

    Copy copy =
        read(Places.page("n1", "", line(List.of(), PLACED, alien, double1))).copy(PLACED.key());

    assertEquals(
        List.of(
            "shows a fact of ord_zzzzzzzzzzzzzzzzzzzzzzzzzz under it",
            "holds two facts of the name n1~1~00000001:1"),
        copy.damage());
  }

  @Test
  void whatTheArchiveCannotReadIsDamageAndAnArchiveThatIsAwayIsNone() throws Exception {
    FactsPage unreadable =
        read("{\"node\":\"n1\",\"keys\":[{\"key\":\"a\",\"unreadable\":\"factsOnlyGrow: x\"}]}");
    FactsPage away = read("{\"node\":\"n1\",\"keys\":[],\"away\":\"not connected yet\"}");

    assertEquals(
        List.of("cannot be read: factsOnlyGrow: x"), unreadable.lines().get(0).copy().damage());
    assertEquals(Optional.of("not connected yet"), away.away());
  }

  @Test
  void whatIsNoPageIsRefused() {
    for (String text :
        List.of(
            "{}",
            "{\"node\":\"n1\"}",
            "{\"node\":\"n1\",\"keys\":[{\"key\":\"no key\"}]}",
            "{\"node\":\"n1\",\"keys\":[{\"key\":\"a\",\"facts\":[{\"fact\":\"%\"}]}]}",
            "{\"node\":\"n1\",\"keys\":[{\"key\":\"a\",\"owners\":[\"@\"]}]}")) {
      assertThrows(IllegalArgumentException.class, () -> read(text), text);
    }
  }

  private static FactsPage read(String text) throws Exception {
    return FactsPage.from(new ObjectMapper().readTree(text));
  }
}
