package kassa.gateway.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import kassa.gateway.http.Reply;

/**
 * A problem that is told so often that writing it would cost more than the work it spares: written
 * once, and then only the request's name is filled in. Any thread may call.
 */
final class Stencil {
  private static final String BLANK = "req_" + "0".repeat(16);

  private final Reply blank;
  private final int at;

  Stencil(Problem problem) {
    this.blank = problem.reply(BLANK);
    this.at = new String(blank.body(), StandardCharsets.ISO_8859_1).indexOf(BLANK);
  }

  /**
   * As {@link Problem#reply}.
   *
   * @param requestId 20 ASCII characters
   */
  Reply reply(String requestId) {
    byte[] id = requestId.getBytes(StandardCharsets.US_ASCII);
    if (id.length != BLANK.length()) {
      throw new IllegalArgumentException(requestId + " does not fit");
    }
    byte[] body = blank.body().clone();
    ByteBuffer.wrap(body).put(at, id);
    Map<String, String> headers = new LinkedHashMap<>(blank.headers());
    headers.put("Request-Id", requestId);
    return new Reply(blank.status(), blank.mediaType(), headers, body);
  }
}
