package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DateLineTest {
  private final DateLine line = new DateLine();

  @Test
  void itIsTheSecondInWhichItIsAskedAlsoWhenTheClockIsSetBack() {
    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", line.at(784_111_777_000L));
    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", line.at(784_111_777_999L));
    assertEquals("Sun, 06 Nov 1994 08:49:38 GMT", line.at(784_111_778_000L));
    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", line.at(784_111_777_000L));
  }
}
