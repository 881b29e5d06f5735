package kassa.gateway.verify;

import java.time.Instant;
import java.util.Set;

/**
 * The ring while it is looked at.
 *
 * @param w places that every fact needs
 * @param members all that may hold, or owe, a fact
 * @param filling those that are known not to hold all they should, and are being refilled
 * @param giving those that hold, or owe, what they have not entered in their outboxes for who owns
 *     it since the ring changed
 * @param eras by which they go; one, unless the ring is changing
 * @param now by the clock of the ring
 */
public record RingView(
    int w,
    Set<String> members,
    Set<String> filling,
    Set<String> giving,
    Set<String> eras,
    Instant now) {
  public RingView {
    members = Set.copyOf(members);
    filling = Set.copyOf(filling);
    giving = Set.copyOf(giving);
    eras = Set.copyOf(eras);
  }
}
