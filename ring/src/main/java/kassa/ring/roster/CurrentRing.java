package kassa.ring.roster;

import kassa.ring.placement.RingDescriptor;

/**
 * What a node goes by: the roster, and who owns what. Merges of both sides of a cut may leave
 * nobody up; then things stay with the last owners that there were, and it goes on selling until
 * somebody is up again.
 *
 * @param descriptor of the roster, or the last one that had a node up
 */
public record CurrentRing(Roster roster, RingDescriptor descriptor) {
  /** As configured. */
  public static CurrentRing of(RingDescriptor ring) {
    return new CurrentRing(Roster.of(ring), ring);
  }

  /** With what another roster says as well. */
  public CurrentRing merge(Roster other) {
    Roster all = roster.join(other);
    return new CurrentRing(all, all.descriptor().orElse(descriptor));
  }
}
