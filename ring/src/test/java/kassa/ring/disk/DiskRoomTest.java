package kassa.ring.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import kassa.ring.disk.DiskRoom.Level;
import kassa.ring.disk.DiskRoom.Why;
import org.junit.jupiter.api.Test;

class DiskRoomTest {
  private static final DiskMarks MARKS = new DiskMarks(1_000, 400, 100);

  private final DiskRoom room = new DiskRoom(MARKS, 0);
  private long now;

  @Test
  void belowTheFirstMarkNoOrderBeginsAndBelowTheSecondNothingIsTaken() {
    assertEquals(Level.AMPLE, look(1_000, 0));
    assertTrue(room.takesNewOrders(now));

    assertEquals(Level.LOW, look(999, 0));
    assertFalse(room.takesNewOrders(now));
    assertEquals(Level.LOW, look(400, 0));
    assertTrue(room.takesOffers(now));

    assertEquals(Level.SPENT, look(399, 0));
    assertFalse(room.takesOffers(now));
    assertEquals(Why.SPACE, room.at(now).why());
  }

  @Test
  void aMarkIsLeftOnlyWithAQuarterMore() {
    look(100, 0);

    assertEquals(Level.SPENT, look(499, 0));
    assertEquals(Level.LOW, look(500, 0));
    assertEquals(Level.LOW, look(1_249, 0));
    assertEquals(Level.AMPLE, look(1_250, 0));
    assertEquals(Level.AMPLE, look(1_000, 0));
  }

  @Test
  void aNodeThatOwesTooMuchBeginsNothingUntilAQuarterOfItIsThere() {
    assertEquals(Level.AMPLE, look(5_000, 99));
    assertEquals(Level.LOW, look(5_000, 100));
    assertEquals(Why.OWED, room.at(now).why());
    assertEquals(Level.LOW, look(5_000, 75));
    assertEquals(Level.AMPLE, look(5_000, 74));
  }

  @Test
  void aDiskThatDoesNotAnswerIsTakenForOneWithoutRoom() {
    look(5_000, 0);

    now += DiskRoom.SILENCE;
    assertTrue(room.takesNewOrders(now));
    now++;
    assertFalse(room.takesNewOrders(now));
    assertEquals(Why.SILENT, room.at(now).why());

    assertEquals(Level.AMPLE, look(5_000, 0));
  }

  @Test
  void theMarksThatAreShownAreThoseThatHold() {
    look(1_250, 42);
    for (var bound : room.bounds()) {
      switch (bound.name()) {
        case "disk.shed-below" -> {
          assertEquals(1_250, bound.use().orElseThrow());
          assertEquals(Level.AMPLE, look(bound.limit(), 0));
          assertEquals(Level.LOW, look(bound.limit() - 1, 0));
        }
        case "disk.keep" -> {
          assertEquals(Level.LOW, look(bound.limit(), 0));
          assertEquals(Level.SPENT, look(bound.limit() - 1, 0));
        }
        case "outbox.entries" -> {
          assertEquals(42, bound.use().orElseThrow());
          look(5_000, 0);
          assertEquals(Level.AMPLE, look(5_000, bound.limit() - 1));
          assertEquals(Level.LOW, look(5_000, bound.limit()));
          look(5_000, 0);
        }
        case "disk.silence" -> {
          look(5_000, 0);
          assertTrue(room.takesNewOrders(now + bound.limit()));
          assertFalse(room.takesNewOrders(now + bound.limit() + 1));
        }
        default -> throw new AssertionError(bound.name());
      }
    }
  }

  @Test
  void marksInTheWrongOrderAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DiskMarks(1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new DiskMarks(2, 1, 0));
  }

  private Level look(long free, long owed) {
    now += 1_000;
    room.looked(new DiskLook(free, owed), now);
    return room.at(now).level();
  }
}
