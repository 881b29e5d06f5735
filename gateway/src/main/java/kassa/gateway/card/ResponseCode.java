package kassa.gateway.card;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Field 39. A code that is not here means neither yes nor no: the outcome stays {@link
 * AuthorizationResult.Unknown}. So do 09 (in progress), 10 (approved for less), 68 (answer too
 * late), 30 (format error), 91 (issuer away: the switch may have passed the request on), 94
 * (duplicate) and 96 (system malfunction).
 */
public final class ResponseCode {
  public static final String APPROVED = "00";
  public static final String DECLINED = "05";

  /** "Error": this card cannot be processed; a final no. */
  public static final String ERROR = "06";

  public static final String INVALID_CARD = "14";

  /** To an inquiry only: no record of the reference. */
  public static final String NOT_FOUND = "25";

  public static final String INSUFFICIENT_FUNDS = "51";
  public static final String EXPIRED_CARD = "54";
  public static final String INCORRECT_CVC = "82";

  /**
   * "Unable to route": the host says itself that nothing was done with this message, and nothing
   * will be.
   */
  public static final String NOT_ROUTED = "92";

  private static final Map<String, DeclineCode> DECLINES = declines();

  private ResponseCode() {}

  /** The decline that a code means, or empty when it means none. */
  public static Optional<DeclineCode> decline(String code) {
    return Optional.ofNullable(DECLINES.get(code));
  }

  private static Map<String, DeclineCode> declines() {
    Map<String, DeclineCode> declines = new HashMap<>();
    for (String code :
        new String[] {
          "01", "03", "04", DECLINED, "07", "12", "13", "41", "43", "57", "58", "59", "61", "62",
          "63", "65", "75", "93"
        }) {
      declines.put(code, DeclineCode.GENERIC_DECLINE);
    }
    declines.put(ERROR, DeclineCode.PROCESSING_ERROR);
    declines.put(INVALID_CARD, DeclineCode.INVALID_CARD);
    declines.put("15", DeclineCode.INVALID_CARD);
    declines.put("33", DeclineCode.EXPIRED_CARD);
    declines.put(INSUFFICIENT_FUNDS, DeclineCode.INSUFFICIENT_FUNDS);
    declines.put(EXPIRED_CARD, DeclineCode.EXPIRED_CARD);
    declines.put(INCORRECT_CVC, DeclineCode.INCORRECT_CVC);
    declines.put("N7", DeclineCode.INCORRECT_CVC);
    return Map.copyOf(declines);
  }
}
