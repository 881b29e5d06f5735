package kassa.ring.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JoinTest {
  @Test
  void whoComesInGetsWhatItOwnsAndWhatThatTookIsCounted() {
    Join join = Join.into(3);

    assertTrue(join.facts() > 0, join::toString);
    assertTrue(join.sent().bytes() > join.facts() * Join.BYTES, join::toString);
    assertTrue(join.sent().messages() > 0 && join.millis() > 0, join::toString);
  }
}
