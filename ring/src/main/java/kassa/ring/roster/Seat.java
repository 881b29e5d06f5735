package kassa.ring.roster;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import kassa.ring.NodeId;
import kassa.ring.placement.Generation;
import kassa.ring.placement.RingDescriptor.Member;

/**
 * What is known of one node's membership. Of two, the later generation counts, and within one the
 * later phase; zone and addresses belong to the generation. The rest of the order is there so that
 * the greater of two is always one and the same.
 *
 * @param zone what fails together, 1 to 32 printable characters without spaces
 * @param http where merchants reach it, host:port of 1 to 90 such characters
 * @param management where peers ask for its remoting address, as http
 */
public record Seat(Generation generation, Phase phase, String zone, String http, String management)
    implements Comparable<Seat> {
  private static final Pattern ZONE = Pattern.compile("[!-~]{1,32}");
  private static final Pattern ADDRESS = Pattern.compile("[!-~]{1,90}");
  private static final Comparator<Seat> ORDER =
      Comparator.comparing(Seat::generation)
          .thenComparing(Seat::phase)
          .thenComparing(Seat::zone)
          .thenComparing(Seat::http)
          .thenComparing(Seat::management);

  public Seat {
    if (!ZONE.matcher(zone).matches()) {
      throw new IllegalArgumentException("zone '" + zone + "' is not 1 to 32 printable characters");
    }
    for (String address : List.of(http, management)) {
      if (!ADDRESS.matcher(address).matches()) {
        throw new IllegalArgumentException(
            "address '" + address + "' is not 1 to 90 printable characters");
      }
    }
  }

  /** A member as a configuration names it. */
  static Seat of(Member member) {
    return new Seat(
        member.generation(), Phase.UP, member.zone(), member.http(), member.management());
  }

  Member member(NodeId node) {
    return member(node, generation);
  }

  Member member(NodeId node, Generation its) {
    return new Member(node, its, zone, http, management);
  }

  /** Comes in for the first time, and never owned anything. */
  boolean isNewcomer() {
    return phase == Phase.JOINING && generation.number() == 1;
  }

  /** How many of its memberships are over or give nothing any more. */
  int ended() {
    return phase.compareTo(Phase.UP) > 0 ? generation.number() : generation.number() - 1;
  }

  Seat in(Phase later) {
    return new Seat(generation, later, zone, http, management);
  }

  /** The greater of both: associative, commutative, idempotent. */
  Seat join(Seat other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(Seat other) {
    return ORDER.compare(this, other);
  }

  /** Five words. */
  public String toText() {
    return String.join(" ", generation.toString(), phase.label(), zone, http, management);
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Seat parse(String text) {
    List<String> words = List.of(text.split(" ", -1));
    if (words.size() != 5) {
      throw new IllegalArgumentException("not a seat: '" + text + "'");
    }
    return new Seat(
        Generation.parse(words.get(0)),
        Phase.ofLabel(words.get(1)),
        words.get(2),
        words.get(3),
        words.get(4));
  }
}
