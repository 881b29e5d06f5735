package kassa.ring.roster;

import java.util.Map;
import java.util.stream.Collectors;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;
import kassa.ring.placement.RingDescriptor;

/**
 * What a node goes by: the roster, and who owns what.
 *
 * @param descriptor of the roster
 */
public record CurrentRing(Roster roster, RingDescriptor descriptor) {
  /** As configured. */
  public static CurrentRing of(RingDescriptor ring) {
    return of(Roster.of(ring));
  }

  static CurrentRing of(Roster roster) {
    return new CurrentRing(roster, roster.descriptor());
  }

  /**
   * Names who owns what, and since which change: when the same nodes are left as once before, it is
   * another era. Somebody who comes in for the first time and owns nothing yet begins none. While
   * nobody is up all own together who did, and those of them who come in again begin none either.
   */
  public Era era() {
    boolean nobodyUp = roster.isNobodyUp();
    String seats =
        roster.seats().entrySet().stream()
            .filter(seat -> !seat.getValue().isNewcomer())
            .map(seat -> nobodyUp ? last(seat) : said(seat))
            .collect(Collectors.joining("\n"));
    return descriptor.era().of(seats);
  }

  private static String last(Map.Entry<NodeId, Seat> seat) {
    return seat.getKey() + " owned " + seat.getValue().ended();
  }

  private static String said(Map.Entry<NodeId, Seat> seat) {
    return seat.getKey() + " " + seat.getValue().generation() + in(seat.getValue());
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
    return of(roster.join(other));
  }

  /** With what another roster says as well and begins no era. */
  CurrentRing mergeWithin(Roster other) {
    CurrentRing all = this;
    for (Map.Entry<NodeId, Seat> seat : other.seats().entrySet()) {
      Roster next = all.roster.plus(seat.getKey(), seat.getValue());
      if (!next.equals(all.roster) && of(next).era().equals(era())) {
        all = of(next);
      }
    }
    return all;
  }
}
