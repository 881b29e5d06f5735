package kassa.ring.roster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;
import kassa.ring.placement.Generation;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;

/**
 * The present owners, and those of earlier eras that may have stored what the present ones lack
 * (rule R12). Whoever merges two of them comes to an era that neither may have known, and owes to
 * both. Past eras are over once every node of the present one has said that it has all of them;
 * then nobody who comes in after has to ask their owners.
 *
 * @param past without the present one, as {@link CurrentRing#era} named them
 * @param over those that are
 * @param caughtUp nodes of the present one who said that they have all of the past ones
 * @param era what the present one is called. Its name tells of all that came before: two nodes that
 *     know of the same owners and not of the same past have yet to hear from each other, else one
 *     of them could pass for complete without having asked everybody it should
 */
public record Eras(
    CurrentRing current,
    SortedMap<Era, RingDescriptor> past,
    SortedSet<Era> over,
    SortedSet<NodeId> caughtUp,
    Era era) {
  /**
   * With more behind it a ring is not changed any further: every new owner would have to ask the
   * owners of all.
   */
  public static final int MOST_PAST = 24;

  public Eras {
    past = Collections.unmodifiableSortedMap(new TreeMap<>(past));
    over = Collections.unmodifiableSortedSet(new TreeSet<>(over));
    caughtUp = Collections.unmodifiableSortedSet(new TreeSet<>(caughtUp));
    era = name(current, past.keySet(), over);
  }

  Eras(
      CurrentRing current,
      SortedMap<Era, RingDescriptor> past,
      SortedSet<Era> over,
      SortedSet<NodeId> caughtUp) {
    this(current, past, over, caughtUp, Era.FIRST);
  }

  private static Era name(CurrentRing now, Set<Era> past, Set<Era> over) {
    String before =
        Stream.concat(past.stream(), over.stream())
            .sorted()
            .map(Era::toString)
            .collect(Collectors.joining(" "));
    return now.era().of(before);
  }

  /** As configured: one era, with nothing before it. */
  public static Eras of(RingDescriptor ring) {
    return new Eras(CurrentRing.of(ring), new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
  }

  public Roster roster() {
    return current.roster();
  }

  /** Who owns what now, who will, and who is there besides. */
  public Placement placement() {
    return new Placement(current.descriptor(), roster().foreseen(), bystanders(), era);
  }

  /** Nodes that own nothing, not yet or not any more. */
  public List<NodeId> bystanders() {
    List<NodeId> owners = current.descriptor().nodes();
    return Stream.of(Phase.JOINING, Phase.UP, Phase.LEAVING)
        .flatMap(phase -> roster().in(phase).stream())
        .filter(node -> !owners.contains(node))
        .sorted()
        .toList();
  }

  /** Everybody who is there, or owns something, with the addresses. */
  public List<Member> members() {
    List<NodeId> owners = current.descriptor().nodes();
    return roster().seats().entrySet().stream()
        .filter(
            seat ->
                seat.getValue().phase().compareTo(Phase.LEFT) < 0 || owners.contains(seat.getKey()))
        .map(seat -> seat.getValue().member(seat.getKey()))
        .toList();
  }

  /** Whether anything was ever changed. */
  public boolean isFirst() {
    return past.isEmpty() && over.isEmpty();
  }

  /** Owners that did not own in every past era, and have not said yet that they have all of it. */
  public Set<NodeId> newcomers() {
    return current.descriptor().nodes().stream()
        .filter(node -> !caughtUp.contains(node))
        .filter(node -> past.values().stream().anyMatch(era -> era.member(node).isEmpty()))
        .collect(Collectors.toSet());
  }

  public List<Placement> pastPlacements() {
    return past.values().stream().map(Placement::new).toList();
  }

  /**
   * Whether nothing can be had any more of an owner: it left, or was declared dead since, and owns
   * nothing now. Who owned while nobody was up was dead before, and may be alive.
   *
   * @param owner of any era
   */
  public boolean isGone(Member owner) {
    boolean owns = current.descriptor().member(owner.node()).isPresent();
    int then = owner.generation().number();
    return roster()
        .seat(owner.node())
        .filter(
            seat ->
                seat.phase() == Phase.LEFT
                    || (seat.phase() == Phase.DEAD && seat.generation().number() >= then && !owns))
        .isPresent();
  }

  /** Both, and what is behind either. */
  public Eras merge(Eras other) {
    CurrentRing both = current.merge(other.roster());
    SortedMap<Era, RingDescriptor> behind = new TreeMap<>(past);
    behind.putAll(other.past);
    behind.put(current.era(), current.descriptor());
    behind.put(other.current.era(), other.current.descriptor());
    Eras all = behind(both, behind, union(over, other.over));
    return all.heard(era, caughtUp).heard(other.era, other.caughtUp);
  }

  /** With another roster that somebody knows of, or an operator wants. */
  Eras with(Roster more) {
    SortedMap<Era, RingDescriptor> behind = new TreeMap<>(past);
    behind.put(current.era(), current.descriptor());
    Eras all = behind(current.merge(more), behind, over);
    return all.heard(era, caughtUp);
  }

  /** With what another roster says of this very era. */
  Eras within(Roster more) {
    CurrentRing all = current.mergeWithin(more);
    return all.equals(current) ? this : new Eras(all, past, over, caughtUp);
  }

  /** Whether owners, who is there besides, and whom they may have to ask, are the same. */
  boolean placesAs(Eras other) {
    return past.keySet().equals(other.past.keySet())
        && roster().equals(other.roster())
        && era.equals(other.era);
  }

  /** Nodes said that they have all of the past eras, as one calls it who knows of these. */
  Eras heard(Era by, Collection<NodeId> nodes) {
    if (!by.equals(era) || caughtUp.containsAll(nodes)) {
      return this;
    }
    SortedSet<NodeId> all = new TreeSet<>(union(caughtUp, nodes));
    return all.containsAll(current.descriptor().nodes())
        ? new Eras(current, new TreeMap<>(), new TreeSet<>(union(over, past.keySet())), all)
        : new Eras(current, past, over, all);
  }

  private static Eras behind(
      CurrentRing now, SortedMap<Era, RingDescriptor> behind, Set<Era> over) {
    SortedMap<Era, RingDescriptor> past = new TreeMap<>();
    behind.forEach((its, ring) -> past.put(its, withoutAddresses(ring)));
    past.remove(now.era());
    past.keySet().removeAll(over);
    return new Eras(now, past, new TreeSet<>(over), new TreeSet<>());
  }

  /** They decide nothing, and two nodes' words on one era must be the same. */
  private static RingDescriptor withoutAddresses(RingDescriptor ring) {
    return new RingDescriptor(
        ring.name(),
        ring.replication(),
        ring.members().stream()
            .map(m -> new Member(m.node(), m.generation(), m.zone(), "", ""))
            .toList());
  }

  private static <T> Set<T> union(Collection<T> some, Collection<T> others) {
    Set<T> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /** One thing to a line: older and newer nodes skip what they do not know. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    line(text, "now", members(current.descriptor()));
    roster().seats().forEach((node, seat) -> line(text, "seat", node + " " + seat.toText()));
    past.forEach((its, ring) -> line(text, "past", its + " " + members(ring)));
    over.forEach(era -> line(text, "over", era.toString()));
    caughtUp.forEach(node -> line(text, "caught-up", node.value()));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String content) {
    text.append(what).append(' ').append(content).append('\n');
  }

  /** What decides who owns what; addresses are in the seats. */
  private static String members(RingDescriptor ring) {
    return ring.members().stream()
        .map(m -> m.node() + " " + m.generation() + " " + m.zone())
        .collect(Collectors.joining(" "));
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @param ring of which it is: name and replication never change
   * @throws IllegalArgumentException when it is something else
   */
  public static Eras parse(String text, RingDescriptor ring) {
    try {
      return read(text, ring);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("too short: " + text, e);
    }
  }

  private static Eras read(String text, RingDescriptor ring) {
    Optional<RingDescriptor> kept = Optional.empty();
    Map<NodeId, Seat> seats = new TreeMap<>();
    SortedMap<Era, RingDescriptor> past = new TreeMap<>();
    SortedSet<Era> over = new TreeSet<>();
    SortedSet<NodeId> caughtUp = new TreeSet<>();
    for (String line : text.lines().toList()) {
      int space = line.indexOf(' ');
      String what = line.substring(0, Math.max(0, space));
      List<String> parts = List.of(line.substring(space + 1).split(" "));
      if (what.equals("now")) { // as an earlier build may have had it, when nobody was up
        kept = Optional.of(descriptor(parts, ring));
      } else if (what.equals("seat")) {
        seats.put(
            new NodeId(parts.get(0)),
            Seat.parse(line.substring(space + parts.get(0).length() + 2)));
      } else if (what.equals("past")) {
        past.put(Era.parse(parts.get(0)), descriptor(parts.subList(1, parts.size()), ring));
      } else if (what.equals("over")) {
        over.add(Era.parse(parts.get(0)));
      } else if (what.equals("caught-up")) {
        caughtUp.add(new NodeId(parts.get(0)));
      }
    }
    CurrentRing now = CurrentRing.of(new Roster(ring.name(), ring.replication(), seats));
    kept.filter(last -> !last.era().equals(now.descriptor().era()))
        .ifPresent(last -> past.put(new CurrentRing(now.roster(), last).era(), last));
    return new Eras(now, past, over, caughtUp);
  }

  private static RingDescriptor descriptor(List<String> parts, RingDescriptor ring) {
    if (parts.size() % 3 != 0) {
      throw new IllegalArgumentException("not members: " + parts);
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < parts.size(); i += 3) {
      NodeId node = new NodeId(parts.get(i));
      members.add(new Member(node, Generation.parse(parts.get(i + 1)), parts.get(i + 2), "", ""));
    }
    return new RingDescriptor(ring.name(), ring.replication(), members);
  }
}
