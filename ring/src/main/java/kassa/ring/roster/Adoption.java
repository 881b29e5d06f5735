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
import kassa.ring.placement.RingDescriptor.Member;
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

  private static final int ASKED_AT_ONCE = 3;

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

    /**
     * Find out where this is, and say where this node is: they may have no other reason to talk.
     */
    record Seek(Member peer) implements Effect {}
  }

  private final NodeId self;
  private final RingDescriptor ring;
  private final Map<NodeId, Long> toldAt = new HashMap<>();
  private final Map<NodeId, Era> caughtUp = new HashMap<>();
  private Optional<Roster> carried = Optional.empty();
  private int asked;
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
      tellAll(effects);
    }
    return outcome;
  }

  /**
   * The sooner all go by the same era the better: until then what they tell each other of a key is
   * no owner's word, and who sells waits for more.
   */
  private void tellAll(List<Effect> effects) {
    for (Member peer : known.members()) {
      if (!peer.node().equals(self)) {
        effects.add(new Effect.Tell(peer.node(), known));
      }
    }
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
   * What small state carries: who is in the ring, and who said by which era that it has all. Of the
   * roster a node takes what begins no era. The rest tells that there is more, and not what came in
   * between, nor what was stored by it: that is asked of peers until one has told it.
   */
  public List<Effect> carried(Roster roster, Map<NodeId, Era> words, long now) {
    carried = carried.map(before -> before.join(roster)).or(() -> Optional.of(roster));
    caughtUp.putAll(words);
    List<Effect> effects = new ArrayList<>();
    learn(known, effects);
    ask(effects, now);
    return effects;
  }

  /** To be called every now and then. */
  public List<Effect> tick(long now) {
    List<Effect> effects = new ArrayList<>();
    ask(effects, now);
    return effects;
  }

  /** Everybody in turn who may know what is only hinted at, be it declared dead. */
  private void ask(List<Effect> effects, long now) {
    Roster all = carried.map(more -> known.roster().join(more)).orElse(known.roster());
    if (all.equals(known.roster())) {
      return;
    }
    List<Member> peers =
        all.seats().entrySet().stream()
            .filter(seat -> seat.getValue().phase() != Phase.LEFT)
            .map(seat -> seat.getValue().member(seat.getKey()))
            .filter(peer -> !peer.node().equals(self))
            .toList();
    for (int i = 0; i < Math.min(ASKED_AT_ONCE, peers.size()); i++) {
      Member peer = peers.get(Math.floorMod(asked++, peers.size()));
      if (tell(peer.node(), effects, now) && !known.members().contains(peer)) {
        effects.add(new Effect.Seek(peer));
      }
    }
  }

  /** This node has all that it must hold, whatever era it is of. */
  public List<Effect> caughtUp() {
    List<Effect> effects = new ArrayList<>();
    boolean lacked = !kept.past().isEmpty();
    if (owns() && lacked && isSettled() && known.equals(kept) && !kept.caughtUp().contains(self)) {
      learn(kept.heard(present, List.of(self)), effects);
    }
    return effects;
  }

  /**
   * This node has left, if it leaves: nobody who came after has to ask it, all that it owed is
   * delivered, and it owns nothing for want of others.
   *
   * @param handedOver whether what others own since an era is in the outbox
   * @param owesNobody whether that is empty towards peers; asked last, for it takes a look at the
   *     disk
   */
  public List<Effect> depart(Predicate<Era> handedOver, BooleanSupplier owesNobody) {
    List<Effect> effects = new ArrayList<>();
    boolean leaves =
        kept.roster().seat(self).filter(seat -> seat.phase() == Phase.LEAVING).isPresent();
    if (leaves
        && !owns()
        && kept.past().isEmpty()
        && handedOver.test(present)
        && owesNobody.getAsBoolean()) {
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

  private boolean owns() {
    return kept.current().descriptor().nodes().contains(self);
  }

  private void learn(Eras more, List<Effect> effects) {
    Eras all = carried.map(more::within).orElse(more);
    for (Map.Entry<NodeId, Era> word : caughtUp.entrySet()) {
      all = all.heard(word.getValue(), List.of(word.getKey()));
    }
    known = all;
    keep(effects);
  }

  private void keep(List<Effect> effects) {
    if (keeping.isEmpty() && !known.equals(kept)) {
      keeping = Optional.of(known);
      effects.add(new Effect.Keep(known));
    }
  }

  /** Whether it is time to. */
  private boolean tell(NodeId to, List<Effect> effects, long now) {
    Long last = toldAt.get(to);
    boolean due = last == null || now - last >= PAUSE;
    if (due) {
      toldAt.put(to, now);
      effects.add(new Effect.Tell(to, known));
    }
    return due;
  }
}
