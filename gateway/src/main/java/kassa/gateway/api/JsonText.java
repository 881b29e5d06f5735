package kassa.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import kassa.gateway.order.Money;
import kassa.ring.HybridTime;
import org.jspecify.annotations.Nullable;

/** Writes JSON, with the forms that the whole API shares. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** RFC 3339 in UTC, always with milliseconds, so that times sort as text. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private JsonText() {}

  /** The fields of the outermost object. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] object(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  static void money(JsonGenerator json, String name, Money money) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("value", money.minor());
    json.writeStringField("currency", money.currency().getCurrencyCode());
    json.writeEndObject();
  }

  /** Null is written as null: the fields of an answer are always the same. */
  static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
    json.writeStringField(name, text);
  }

  static void time(JsonGenerator json, String name, HybridTime time) throws IOException {
    time(json, name, Instant.ofEpochMilli(time.millis()));
  }

  static void time(JsonGenerator json, String name, Instant time) throws IOException {
    json.writeStringField(name, TIME.format(time));
  }
}
