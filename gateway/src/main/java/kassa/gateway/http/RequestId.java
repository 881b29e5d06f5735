package kassa.gateway.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** By which name log and answer know a request: 20 ASCII characters. */
public final class RequestId {
  private static final String PREFIX = "req_";
  private static final int BYTES = 8;

  /** As long as every other one, and never given. */
  public static final String BLANK = PREFIX + "-".repeat(2 * BYTES);

  private RequestId() {}

  public static String next() {
    byte[] random = new byte[BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    return PREFIX + HexFormat.of().formatHex(random);
  }
}
