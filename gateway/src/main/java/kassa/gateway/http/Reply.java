package kassa.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer, before it becomes one.
 *
 * @param mediaType of the body; empty when there is none
 * @param headers all but those of the body and of the connection, in order
 * @param body not copied, so not to be changed after
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
public record Reply(int status, String mediaType, Map<String, String> headers, byte[] body) {
  public static final String JSON = "application/json";

  public Reply {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Words for people. */
  public static Reply text(int status, String words) {
    byte[] body = words.getBytes(StandardCharsets.UTF_8);
    return new Reply(status, "text/plain; charset=UTF-8", Map.of(), body);
  }

  @Override
  public String toString() {
    return status + " " + mediaType + " " + headers;
  }
}
