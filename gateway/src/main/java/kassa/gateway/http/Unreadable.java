package kassa.gateway.http;

/** Why what was sent did not become a request. */
public enum Unreadable {
  /** It is not HTTP, or its head is too long. */
  MALFORMED,
  /** Its body has more bytes than any may have. */
  TOO_LARGE,
  /** It was not here within the time for it. */
  TOO_SLOW
}
