package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class DoorPauseTest {
  private final Queue<Runnable> thread = new ArrayDeque<>();
  private final DoorPause pause = new DoorPause();

  @Test
  void manyThatAreTurnedAwayAtOnceMakeOnePause() {
    for (int i = 0; i < 100; i++) {
      pause.after(thread::add);
    }
    assertEquals(1, thread.size());

    thread.remove().run();
    pause.after(thread::add);

    assertEquals(1, thread.size());
  }
}
