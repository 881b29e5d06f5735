package kassa.gateway.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the header Date, written once a second: RFC 9110, 5.6.7. Any thread may call. */
final class DateLine {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateLine SHARED = new DateLine();

  private volatile Written last = new Written(Long.MIN_VALUE, "");

  private record Written(long second, String text) {}

  static String now() {
    return SHARED.at(System.currentTimeMillis());
  }

  /**
   * @param millis since 1970
   */
  String at(long millis) {
    long second = Math.floorDiv(millis, 1_000L);
    Written written = last;
    if (written.second() != second) {
      written = new Written(second, FORM.format(Instant.ofEpochSecond(second)));
      last = written;
    }
    return written.text();
  }
}
