package kassa.chaos.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LinuxProcessTest {
  @Test
  void aKilledProcessEndsWithItsLastThreadAndNotWithItsFirst() {
    assertFalse(ended("27497 (java) Z 1 2 3 0 -1 4 5 6 7 8 0 4 2 3 20 0 2 0 2782907 0 0"));
    assertTrue(ended("27497 (java) Z 1 2 3 0 -1 4 5 6 7 8 0 4 2 3 20 0 1 0 2782907 0 0"));
  }

  @Test
  void aNameWithBlanksAndParenthesesMovesNoField() {
    assertFalse(ended("7 (a) Z (b) S 1 2 3 0 -1 4 5 6 7 8 0 4 2 3 20 0 1 0 2782907 0 0"));
  }

  private static boolean ended(String stat) {
    return LinuxProcess.ended(LinuxProcess.fields(stat));
  }
}
