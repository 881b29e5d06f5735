package kassa.ring.roster;

import java.util.stream.Collectors;
import kassa.ring.placement.Era;
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

  /**
   * Names who owns what, and since which change: when the same nodes are left as once before, it is
   * another era. Somebody who comes in for the first time and owns nothing yet begins none.
   */
  public Era era() {
    String seats =
        roster.seats().entrySet().stream()
            .filter(seat -> !isNewcomer(seat.getValue()))
            .map(seat -> seat.getKey() + " " + seat.getValue().generation() + in(seat.getValue()))
            .collect(Collectors.joining("\n"));
    return descriptor.era().of(seats);
  }

  private static boolean isNewcomer(Seat seat) {
    return seat.phase() == Phase.JOINING && seat.generation().number() == 1;
  }

  private static String in(Seat seat) {
    return switch (seat.phase()) {
      case JOINING -> " comes";
      case UP -> " owns";
      case LEAVING, LEFT, DEAD -> " owned";
    };
  }

  /** With what another roster says as well. */
  public CurrentRing merge(Roster other) {
    Roster all = roster.join(other);
    return new CurrentRing(all, all.descriptor().orElse(descriptor));
  }
}
