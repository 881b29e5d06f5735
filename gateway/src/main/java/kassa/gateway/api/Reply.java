package kassa.gateway.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer, before it becomes one.
 *
 * @param mediaType of the body; empty when there is none
 * @param headers all but those of the body, in order; {@code Request-Id} is always among them
 * @param body not copied, so not to be changed after
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
public record Reply(int status, String mediaType, Map<String, String> headers, byte[] body) {
  static final String JSON = "application/json";

  public Reply {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  @Override
  public String toString() {
    return status + " " + mediaType + " " + headers;
  }
}
