package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a node says that was told to change the ring.
 *
 * @param why it did not
 */
record RosterAnswer(String node, String outcome, String why) {
  /** Without a body it is the answer of a node that does not know whom it is about. */
  static RosterAnswer from(JsonNode json) {
    if (json.isMissingNode()) {
      return new RosterAnswer("", "unknown", "");
    }
    if (!json.path("outcome").isTextual()) {
      throw new IllegalArgumentException("not an answer about a ring");
    }
    return new RosterAnswer(
        json.path("node").asText(), json.path("outcome").asText(), json.path("why").asText());
  }

  /**
   * Whether it is done. Where the node is not known, another one may know it.
   *
   * @throws Refusal when no other node is to be asked
   */
  boolean isDone() {
    return switch (outcome) {
      case "changed", "planned" -> true;
      case "unknown" -> false;
      case "refused" -> throw new Refusal(Exit.REFUSED, node + " refuses: " + why + ".");
      case "uncertain" ->
          throw new Refusal(
              Exit.TIMED_OUT, node + " does not know: " + why + " (see ./kassa ring status).");
      default -> throw new IllegalArgumentException("outcome " + outcome);
    };
  }
}
