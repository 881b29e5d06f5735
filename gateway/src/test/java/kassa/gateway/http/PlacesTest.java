package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Places<String> places = new Places<>(3);

  @BeforeEach
  void threeCome() {
    assertTrue(places.comes("a"));
    assertTrue(places.comes("b"));
    assertEquals(Optional.empty(), places.yields(), "there is room");
    assertTrue(places.comes("c"));
  }

  @Test
  void whoWasHeardOfLongestAgoGoesFirst() {
    assertEquals(Optional.of("a"), places.yields());
    places.heardOf("a");
    assertEquals(Optional.of("b"), places.yields());
    places.goes("b");
    assertEquals(Optional.empty(), places.yields());
    assertTrue(places.comes("d"));
    assertEquals(Optional.of("c"), places.yields());
  }

  @Test
  void whoAsksStaysUntilItIsAnswered() {
    places.asks("a");
    places.asks("b");
    assertEquals(Optional.of("c"), places.yields());
    places.asks("c");
    assertEquals(Optional.empty(), places.yields());
    assertFalse(places.comes("d"), "all are at work");
    places.heardOf("b");
    assertEquals(Optional.empty(), places.yields(), "its next request does not end this one");
    places.answered("b");
    assertEquals(Optional.of("b"), places.yields());
  }

  @Test
  void whoIsGoneIsNotHeardOfAgain() {
    places.goes("a");
    places.heardOf("a");
    places.answered("a");
    places.goes("a");

    assertEquals(2, places.taken());
    assertTrue(places.comes("d"));
    assertEquals(Optional.of("b"), places.yields());
  }
}
