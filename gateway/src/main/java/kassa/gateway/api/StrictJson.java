package kassa.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;

/**
 * JSON as RFC 8259 has it and no more: UTF-8, one value, no name twice in an object (which of two
 * amounts would count?). Any thread may call.
 */
final class StrictJson {
  /** Deeper than any request, far from what a thread's stack holds. */
  static final int DEEPEST = 16;

  private static final ObjectReader READER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(100)
                          .maxNameLength(1_000)
                          .build())
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // they come from strangers
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private StrictJson() {}

  /**
   * @throws Malformed when it is not JSON; the message says where, and quotes nothing
   */
  static JsonNode read(byte[] body) throws Malformed {
    try {
      JsonNode json = READER.readTree(body);
      if (json.isMissingNode()) {
        throw new Malformed("The body is empty.");
      }
      return json;
    } catch (StreamConstraintsException tooMuch) {
      throw new Malformed(
          "The body is nested too deeply, or has a number or a name that is too long"
              + at(tooMuch.getLocation()));
    } catch (JsonProcessingException malformed) {
      throw new Malformed(
          "The body is not JSON, or has a name twice" + at(malformed.getLocation()));
    } catch (IOException malformed) {
      throw new Malformed("The body is not UTF-8.");
    }
  }

  private static String at(JsonLocation location) {
    return location == null
        ? "."
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ").";
  }

  /** Not JSON. It has no cause: the parser's messages quote the body. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String where) {
      super(where, null, false, false);
    }
  }
}
