package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ClimbTest {
  private final List<Integer> asked = new ArrayList<>();

  @Test
  void itEndsWhenThreeStepsBroughtHardlyMore() {
    Climb top = climb(rate -> Math.min(rate, 300));

    assertEquals(List.of(100, 150, 225, 338, 507, 600, 600), asked);
    assertEquals(300, top.best());
    assertEquals(338, top.bestRate());
  }

  @Test
  void aColdRingIsAskedForTwiceWhatItDoesUntilItDoesNoMore() {
    Climb top = climb(rate -> Math.min(rate, Math.min(90, 20 * (asked.size() + 1))));

    assertEquals(List.of(100, 100, 120, 160, 180, 180, 180), asked);
    assertEquals(90, top.best());
  }

  @Test
  void oneBadStepDoesNotEndIt() {
    Climb top = climb(rate -> rate == 150 ? 90 : Math.min(rate, 300));

    assertEquals(300, top.best());
  }

  @Test
  void aRingThatCollapsesKeepsItsPeak() {
    Climb top = climb(rate -> rate <= 225 ? rate : 50);

    assertEquals(225, top.best());
    assertEquals(225, top.bestRate());
  }

  @Test
  void aLittleMoreIsTheBestAllTheSame() {
    Climb top = climb(rate -> 100 + rate / 1_000.0);

    assertEquals(List.of(100, 150, 201, 201), asked);
    assertEquals(201, top.bestRate());
    assertEquals(100.201, top.best());
  }

  @Test
  void aRingThatDoesNothingIsGivenUp() {
    Climb top = climb(rate -> 0);

    assertEquals(List.of(100, 100, 100), asked);
    assertEquals(0, top.best());
    assertEquals(OptionalInt.empty(), top.next());
  }

  private Climb climb(IntToDoubleFunction ring) {
    Climb climb = Climb.from(100);
    while (climb.next().isPresent()) {
      int rate = climb.next().getAsInt();
      asked.add(rate);
      climb = climb.after(ring.applyAsDouble(rate));
    }
    return climb;
  }
}
