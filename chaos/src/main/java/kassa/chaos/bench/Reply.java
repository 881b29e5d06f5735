package kassa.chaos.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What came of one request. */
sealed interface Reply {
  Outcome outcome();

  /** Whether the same key at another node may do better. */
  boolean retryable();

  /** For counting what went wrong: few different ones. */
  String reason();

  /** A node answered; {@code body} is JSON. */
  record Answered(int status, String body) implements Reply {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Outcome outcome() {
      return switch (status) {
        case 201 -> Outcome.GOOD;
        case 202 -> Outcome.PENDING;
        case 402 -> Outcome.DECLINED;
        // A replay says 200 of a declined order, too: what counts is the order as it is now.
        case 200 -> replayed();
        default -> Outcome.FAILED;
      };
    }

    private Outcome replayed() {
      try {
        return switch (JSON.readTree(body).path("status").asText()) {
          case "authorized", "captured" -> Outcome.GOOD;
          case "processing" -> Outcome.PENDING;
          case "declined" -> Outcome.DECLINED;
          default -> Outcome.FAILED;
        };
      } catch (JsonProcessingException noOrder) {
        return Outcome.FAILED;
      }
    }

    @Override
    public boolean retryable() {
      return status >= 500 || status == 429;
    }

    @Override
    public String reason() {
      return Integer.toString(status);
    }
  }

  /** No answer. Nothing follows about what the ring did. */
  enum Silence implements Reply {
    NO_CONNECTION,
    BROKEN_CONNECTION,
    TIMEOUT;

    @Override
    public Outcome outcome() {
      return Outcome.FAILED;
    }

    @Override
    public boolean retryable() {
      return true;
    }

    @Override
    public String reason() {
      return switch (this) {
        case NO_CONNECTION -> "no connection";
        case BROKEN_CONNECTION -> "connection broken";
        case TIMEOUT -> "timeout";
      };
    }
  }
}
