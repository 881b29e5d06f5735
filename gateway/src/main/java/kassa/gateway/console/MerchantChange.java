package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;

/** What a node says that was told to add a merchant or to rotate its key. */
record MerchantChange(String outcome) {
  /** Without a body it is the answer of a node that knows no such merchant. */
  static MerchantChange from(JsonNode json) {
    if (json.isMissingNode()) {
      return new MerchantChange("unknown");
    }
    if (!json.path("outcome").isTextual()) {
      throw new IllegalArgumentException("not an answer about a merchant");
    }
    return new MerchantChange(json.path("outcome").asText());
  }

  /**
   * Whether it is done. Where the merchant is not known, another node may know it.
   *
   * @throws Refusal when no other node is to be asked
   */
  boolean isDone(String merchant) {
    return switch (outcome) {
      case "added", "rotated" -> true;
      case "unknown" -> false;
      case "exists" ->
          throw new Refusal(
              Exit.REFUSED,
              "Merchant "
                  + merchant
                  + " exists. A new key for it: ./kassa merchant rotate-key "
                  + merchant);
      case "full" ->
          throw new Refusal(
              Exit.REFUSED, "There is no room for another merchant: see gateway/README.md.");
      default -> throw new IllegalArgumentException("outcome " + outcome);
    };
  }
}
