package kassa.gateway.card;

import java.time.Instant;

/**
 * What a message of ISO 8583 is traced by: neither part is a key, both are kept with the intent
 * because a reversal must quote them (field 90).
 *
 * @param stan field 11, 1 to 999999; it repeats within seconds under load
 * @param transmittedAt field 7, to the second
 */
public record Trace(int stan, Instant transmittedAt) {
  public Trace {
    if (stan < 1 || stan > 999_999) {
      throw new IllegalArgumentException("system trace audit number " + stan);
    }
  }
}
