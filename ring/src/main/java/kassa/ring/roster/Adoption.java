package kassa.ring.roster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.roster.RosterChange.Outcome;

/**
 * How a node comes from one era to the next. What it learns is on its disk before it goes by it:
 * else a life that did not remember would acknowledge by the owners before, after others have
 * relied on it that it does not (rule R12). And what it took in by the owners before is on its disk
 * before it gives away what it holds as one of them, or passes on what it owed to one of them.
 *
 * <p>A machine: one thread at a time, times are milliseconds of the monotonic clock.
 */
public final class Adoption {
  /** Between two tells to one peer: each message of another era asks for one. */
  private static final long PAUSE = 100;

  /** What it wants done; its shell does it, in order. */
  public sealed interface Effect {
    /** Make this durable, then call {@link Adoption#kept}. */
    record Keep(Eras eras) implements Effect {}

    /**
     * Go by this from now on. Then wait until all that was taken in before is durable, which an
     * empty write tells, and call {@link Adoption#settled}.
     */
    record Adopt(Eras eras) implements Effect {}

    /** All that came by the owners before is on the disk, with what is owed of it. */
    record HandOver(Eras eras) implements Effect {}

    /** Hand to the network, which may lose it. */
    record Tell(NodeId to, Eras eras) implements Effect {}
  }

  private final NodeId self;
  private final RingDescriptor ring;
  private final Map<NodeId, Long> toldAt = new HashMap<>();
  private Eras known;
  private Eras kept;
  private Optional<Eras> keeping = Optional.empty();
  private Era present;
  private Era settled;

  /**
   * @param kept what the disk has
   */
  public Adoption(NodeId self, RingDescriptor ring, Eras kept) {
    this.self = self;
    this.ring = ring;
    this.known = kept;
    this.kept = kept;
    this.present = kept.era();
    this.settled = present;
  }

  /** What this node goes by. */
  public Eras eras() {
    return kept;
  }

  /** What it knows, and may not have on its disk yet. */
  public Eras known() {
    return known;
  }

  /** Whether nothing can be acknowledged here any more by an era before the present one. */
  public boolean isSettled() {
    return settled.equals(present);
  }

  /**
   * An operator's change.
   *
   * @param effects gets what is to be done
   */
  public Outcome change(RosterChange change, List<Effect> effects) {
    if (known.past().size() >= Eras.MOST_PAST) {
      return new Outcome.Refused("what was changed before is not handed over yet");
    }
    Outcome outcome = change.on(known.roster());
    if (outcome instanceof Outcome.Changed changed) {
      learn(known.with(changed.now()), effects);
    }
    return outcome;
  }

  /** A message came that was sent by another era, or by this one. */
  public List<Effect> heard(NodeId from, Era era, long now) {
    List<Effect> effects = new ArrayList<>();
    if (!era.equals(present)) {
      tell(from, effects, now);
    }
    return effects;
  }

  /**
   * A peer told what it knows.
   *
   * @throws IllegalArgumentException when that is none
   */
  public List<Effect> told(NodeId from, String text, long now) {
    List<Effect> effects = new ArrayList<>();
    if (!known.toText().equals(text)) {
      learn(known.merge(Eras.parse(text, ring)), effects);
    }
    if (!known.toText().equals(text)) {
      tell(from, effects, now);
    }
    return effects;
  }

  /**
   * What small state carries: who is in the ring, and who said by which era that it has all. It
   * does not tell what came in between; those who know do, once they are met.
   */
  public List<Effect> carried(Roster roster, Map<NodeId, Era> words) {
    List<Effect> effects = new ArrayList<>();
    Roster all = known.roster().join(roster);
    Eras more = all.equals(known.roster()) ? known : known.with(all);
    for (Map.Entry<NodeId, Era> word : words.entrySet()) {
      more = more.heard(word.getValue(), List.of(word.getKey()));
    }
    learn(more, effects);
    return effects;
  }

  /** This node has all that it must hold, whatever era it is of. */
  public List<Effect> caughtUp() {
    List<Effect> effects = new ArrayList<>();
    boolean owner = kept.current().descriptor().nodes().contains(self);
    boolean lacked = !kept.past().isEmpty();
    if (owner && lacked && isSettled() && known.equals(kept) && !kept.caughtUp().contains(self)) {
      learn(kept.heard(present, List.of(self)), effects);
    }
    return effects;
  }

  /**
   * This node has left, if it leaves: nobody who came after has to ask it, and all that it owed is
   * delivered.
   *
   * @param handedOver whether what others own since an era is in the outbox
   * @param owesNobody whether that is empty towards peers; asked last, for it takes a look at the
   *     disk
   */
  public List<Effect> depart(Predicate<Era> handedOver, BooleanSupplier owesNobody) {
    List<Effect> effects = new ArrayList<>();
    boolean leaves =
        kept.roster().seat(self).filter(seat -> seat.phase() == Phase.LEAVING).isPresent();
    if (leaves && kept.past().isEmpty() && handedOver.test(present) && owesNobody.getAsBoolean()) {
      change(new RosterChange.Depart(self), effects);
    }
    return effects;
  }

  /**
   * A live node that finds itself dead comes in again.
   *
   * @param salt random, of its new generation
   */
  public List<Effect> reenter(int salt) {
    List<Effect> effects = new ArrayList<>();
    known.roster().reentry(self, salt).ifPresent(again -> learn(known.with(again), effects));
    return effects;
  }

  /** What was to be kept is durable. */
  public List<Effect> kept() {
    List<Effect> effects = new ArrayList<>();
    Eras durable = keeping.orElseThrow();
    keeping = Optional.empty();
    boolean alike = durable.placesAs(kept);
    kept = durable;
    present = kept.era();
    if (!alike) {
      effects.add(new Effect.Adopt(kept));
    }
    keep(effects);
    return effects;
  }

  /** What was taken in before this era was adopted is durable. */
  public List<Effect> settled(Era era) {
    List<Effect> effects = new ArrayList<>();
    if (era.equals(present)) {
      settled = era;
      effects.add(new Effect.HandOver(kept));
    }
    return effects;
  }

  private void learn(Eras more, List<Effect> effects) {
    known = more;
    keep(effects);
  }

  private void keep(List<Effect> effects) {
    if (keeping.isEmpty() && !known.equals(kept)) {
      keeping = Optional.of(known);
      effects.add(new Effect.Keep(known));
    }
  }

  private void tell(NodeId to, List<Effect> effects, long now) {
    Long last = toldAt.get(to);
    if (last == null || now - last >= PAUSE) {
      toldAt.put(to, now);
      effects.add(new Effect.Tell(to, known));
    }
  }
}
