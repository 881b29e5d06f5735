package kassa.ring.roster;

import static kassa.ring.roster.Rosters.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;
import kassa.ring.placement.Generation;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.roster.RosterChange.BringUp;
import kassa.ring.roster.RosterChange.DeclareDead;
import kassa.ring.roster.RosterChange.Join;
import kassa.ring.roster.RosterChange.Leave;
import org.junit.jupiter.api.Test;

class RosterTest {
  @Test
  void mergingIsAssociativeCommutativeAndIdempotent() {
    for (long seed = 1; seed <= 2_000; seed++) {
      Random random = new Random(seed);
      Roster a = Rosters.any(random);
      Roster b = Rosters.any(random);
      Roster c = Rosters.any(random);

      assertEquals(a.join(b).join(c), a.join(b.join(c)), "seed " + seed);
      assertEquals(a.join(b), b.join(a), "seed " + seed);
      assertEquals(a, a.join(a), "seed " + seed);
      assertEquals(a.join(b), a.join(b).join(a), "seed " + seed);
    }
  }

  @Test
  void inWhateverOrderRostersMeetTheyEndAsOne() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<Roster> said = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        said.add(Rosters.any(random));
      }
      Roster all = said.stream().reduce(Roster::join).orElseThrow();
      Collections.shuffle(said, random);

      assertEquals(all, said.stream().reduce(Roster::join).orElseThrow(), "seed " + seed);
    }
  }

  @Test
  void aLaterGenerationCountsWhateverThePhase() {
    Seat dead = new Seat(new Generation(1, 7), Phase.DEAD, "z", "h:1", "m:1");
    Seat joining = new Seat(new Generation(2, 0), Phase.JOINING, "z", "h:9", "m:9");

    assertEquals(joining, dead.join(joining));
    assertEquals(joining, joining.join(dead));
  }

  @Test
  void withinAGenerationThePhaseOnlyGoesForward() {
    Seat seat = new Seat(Generation.FIRST, Phase.JOINING, "z", "h:1", "m:1");
    for (Phase earlier : Phase.values()) {
      for (Phase later : Phase.values()) {
        Seat expected = earlier.compareTo(later) > 0 ? seat.in(earlier) : seat.in(later);
        assertEquals(expected, seat.in(earlier).join(seat.in(later)));
      }
    }
  }

  @Test
  void oneNumberTakenOnTwoSidesOfACutIsOneGenerationAfterwards() {
    Generation low = new Generation(2, 5);
    Generation high = new Generation(2, -5); // the salt has no sign

    assertTrue(low.compareTo(high) < 0);
    assertEquals(high, Generation.parse(high.toString()));
  }

  @Test
  void anotherRingIsNotMerged() {
    Roster roster = Roster.of(Rosters.ring(3));
    Roster other = new Roster("other", Replication.DEFAULT, roster.seats());

    assertThrows(IllegalArgumentException.class, () -> roster.join(other));
  }

  @Test
  void afterAMergeThatLeavesNobodyUpAllOwnWhoDidAndDidNotLeave() {
    Roster before = Roster.of(Rosters.ring(3));
    Roster dead = before;
    for (int i = 1; i <= 3; i++) { // each side of a cut in three takes out another one
      dead = dead.join(after(new DeclareDead(node(i)), before));
    }
    CurrentRing all = CurrentRing.of(before).merge(dead);

    assertEquals(before.descriptor().nodes(), all.descriptor().nodes());
    assertNotEquals(CurrentRing.of(before).era(), all.era());
    Roster again = dead.reentry(node(2), 1).orElseThrow();
    assertEquals(all.era(), all.merge(again).era(), "they owned before");
    assertEquals(before.descriptor().nodes(), all.merge(again).descriptor().nodes());
    Roster newcomer = after(new Join(node(4), "z1", "h:4", "m:4", 7), dead);
    assertEquals(all.era(), all.merge(newcomer).era(), "it never owned anything");
    Roster up = after(new BringUp(node(2)), again);
    assertEquals(List.of(node(2)), all.merge(up).descriptor().nodes());
    Roster deadOnceMore = up.plus(node(2), up.seat(node(2)).orElseThrow().in(Phase.DEAD));
    assertNotEquals(all.era(), CurrentRing.of(deadOnceMore).era(), "it owned in between");
  }

  @Test
  void whoLeftOwnsOnlyWhenNobodyElseIsThere() {
    Roster ring = Roster.of(Rosters.ring(2));
    Roster oneLeft = gone(gone(ring, node(1), Phase.LEFT), node(2), Phase.LEAVING);
    Roster allLeft = gone(oneLeft, node(2), Phase.LEFT);

    assertEquals(List.of(node(2)), oneLeft.descriptor().nodes());
    assertEquals(List.of(node(1), node(2)), allLeft.descriptor().nodes());
  }

  private static Roster gone(Roster roster, NodeId node, Phase phase) {
    return roster.plus(node, roster.seat(node).orElseThrow().in(phase));
  }

  @Test
  void aLiveNodeThatFindsItselfDeadComesInAgain() {
    Roster roster = Roster.of(Rosters.ring(4));
    Roster dead = after(new DeclareDead(node(4)), roster);

    Roster again = dead.reentry(node(4), 0x1234).orElseThrow();

    Seat seat = again.seat(node(4)).orElseThrow();
    assertEquals(Phase.JOINING, seat.phase());
    assertEquals(new Generation(2, 0x1234), seat.generation());
    assertEquals(roster.seat(node(4)).orElseThrow().zone(), seat.zone());
    assertEquals(again, again.join(dead), "it does not die of the same word again");
    assertEquals(Optional.empty(), roster.reentry(node(4), 1));
    assertEquals(
        Optional.empty(), after(new Leave(node(4)), roster).reentry(node(4), 1), "it wanted to go");
  }

  @Test
  void anEraIsNewWhoeverComesOrGoesAndWhenANodeIsThereForAnotherTime() {
    Roster roster = Roster.of(Rosters.ring(4));
    Roster without = after(new DeclareDead(node(4)), roster);
    Roster joining = without.reentry(node(4), 1).orElseThrow();
    Roster back = after(new BringUp(node(4)), joining);

    assertNotEquals(era(roster), era(without));
    assertEquals(era(without), era(joining), "who is joining owns nothing");
    assertNotEquals(era(roster), era(back));
    Seat moved = new Seat(Generation.FIRST, Phase.UP, "z1", "other:1", "other:2");
    assertEquals(era(roster), era(new Roster("test", Replication.DEFAULT, with(roster, moved))));
  }

  private static Map<NodeId, Seat> with(Roster roster, Seat seat) {
    Map<NodeId, Seat> seats = new TreeMap<>(roster.seats());
    seats.put(node(1), seat);
    return seats;
  }

  private static Era era(Roster roster) {
    return roster.descriptor().era();
  }

  private static Roster after(RosterChange change, Roster roster) {
    return ((RosterChange.Outcome.Changed) change.on(roster)).now();
  }
}
