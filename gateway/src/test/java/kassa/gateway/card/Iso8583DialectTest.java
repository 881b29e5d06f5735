package kassa.gateway.card;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class Iso8583DialectTest {
  private final Attempts attempts = new Attempts("d1");

  @Test
  void whatWasWrittenIsRead() throws MalformedMessage {
    byte[] bytes = request();

    assertArrayEquals(bytes, Iso8583Dialect.encode(Iso8583Dialect.parse(bytes)));
  }

  @Test
  void aMessageOfUnknownTypeIsRefusedWithoutQuotingIt() {
    byte[] bytes = request();
    bytes[1] = '9';

    MalformedMessage refused =
        assertThrows(MalformedMessage.class, () -> Iso8583Dialect.parse(bytes));

    assertFalse(String.valueOf(refused.getMessage()).contains("4242"));
    assertEquals(null, refused.getCause());
  }

  @Test
  void whatCannotBeReadIsNotLoggedEither() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    try {
      for (int damagedByte = 0; damagedByte < 20; damagedByte++) {
        byte[] bytes = request();
        bytes[damagedByte] ^= 1;
        try {
          assertEquals(bytes.length, Iso8583Dialect.encode(Iso8583Dialect.parse(bytes)).length);
        } catch (MalformedMessage refused) {
          assertFalse(String.valueOf(refused.getMessage()).contains("4242"));
        }
      }
    } finally {
      root.detachAppender(logged);
    }

    assertTrue(
        logged.list.stream().noneMatch(event -> event.getFormattedMessage().contains("4242")));
  }

  @Test
  void bytesAfterTheLastFieldAreRefused() {
    byte[] bytes = Arrays.copyOf(request(), request().length + 1);

    assertThrows(MalformedMessage.class, () -> Iso8583Dialect.parse(bytes));
  }

  @Test
  void garbageIsRefusedAndNothingElse() {
    for (long seed = 0; seed < 3_000; seed++) {
      byte[] bytes = damaged(request(), new Random(seed));
      try {
        // Damage within a field's text goes unnoticed here: it is for the answer to be matched.
        assertEquals(bytes.length, Iso8583Dialect.encode(Iso8583Dialect.parse(bytes)).length);
      } catch (MalformedMessage refused) {
        assertEquals(null, refused.getCause());
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
      }
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged =
        random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  private byte[] request() {
    Iso8583Question question = new Iso8583Question(attempts.of(12_300), Iso8583Question.Kind.FIRST);
    return Iso8583Dialect.encode(question.message(Attempts.GOOD_CARD));
  }
}
