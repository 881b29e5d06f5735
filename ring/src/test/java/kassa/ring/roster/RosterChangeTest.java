package kassa.ring.roster;

import static kassa.ring.roster.Rosters.node;
import static org.junit.jupiter.api.Assertions.assertEquals;

import kassa.ring.NodeId;
import kassa.ring.placement.Generation;
import kassa.ring.roster.RosterChange.BringUp;
import kassa.ring.roster.RosterChange.DeclareDead;
import kassa.ring.roster.RosterChange.Depart;
import kassa.ring.roster.RosterChange.Join;
import kassa.ring.roster.RosterChange.Leave;
import kassa.ring.roster.RosterChange.Outcome;
import kassa.ring.roster.RosterChange.Outcome.Changed;
import kassa.ring.roster.RosterChange.Outcome.Refused;
import org.junit.jupiter.api.Test;

class RosterChangeTest {
  private static final NodeId NEW = node(9);
  private final Roster four = Roster.of(Rosters.ring(4));

  @Test
  void aNodeComesInAndIsBroughtUp() {
    Roster joining = changed(join(NEW, "z1"), four);
    Roster up = changed(new BringUp(NEW), joining);

    assertEquals(four.descriptor(), joining.descriptor());
    assertEquals(5, up.descriptor().nodes().size());
  }

  @Test
  void aNodeLeavesAndMayComeBackInItsZoneOnly() {
    Roster leaving = changed(new Leave(node(4)), four);
    Roster left = changed(new Depart(node(4)), leaving);
    Roster back = changed(join(node(4), "z1"), left);

    assertEquals(3, leaving.descriptor().nodes().size());
    assertEquals("n4 stays in zone z1 for ever", refused(join(node(4), "z2"), left));
    assertEquals(new Generation(2, 77), back.seat(node(4)).orElseThrow().generation());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Roster joining = changed(join(NEW, "z1"), four);

    assertEquals("n1 is up already", refused(join(node(1), "z1"), four));
    assertEquals("n9 is joining already", refused(join(NEW, "z1"), joining));
    assertEquals("n1 is up, not joining", refused(new BringUp(node(1)), four));
    assertEquals("n9 is joining, not up", refused(new Leave(NEW), joining));
    assertEquals("n1 is up, not leaving", refused(new Depart(node(1)), four));
    assertEquals("nobody knows n9", refused(new BringUp(NEW), four));
    assertEquals("nobody knows n9", refused(new DeclareDead(NEW), four));
    Roster dead = changed(new DeclareDead(node(1)), four);
    assertEquals("n1 is dead already", refused(new DeclareDead(node(1)), dead));
  }

  @Test
  void withFewerThanThreeUpNobodyIsTakenOut() {
    Roster three = Roster.of(Rosters.ring(3));
    Roster two = changed(new DeclareDead(node(3)), three);
    String why = "only 2 nodes are up, and with fewer than 3 nobody may go";

    assertEquals(why, refused(new DeclareDead(node(2)), two));
    assertEquals(why, refused(new Leave(node(2)), two));
    Roster joining = changed(join(NEW, "z1"), two);
    assertEquals(why, refused(new DeclareDead(NEW), joining));
    Roster again = changed(new BringUp(NEW), joining);
    assertEquals(2, again.join(changed(new Leave(node(2)), again)).in(Phase.UP).size());
  }

  @Test
  void aRingHasABound() {
    Roster full = Roster.of(Rosters.ring(Roster.MOST));

    assertEquals(
        "a ring has at most 128 nodes in its life",
        refused(join(new NodeId("one-more"), "z1"), full));
  }

  private static Join join(NodeId node, String zone) {
    return new Join(node, zone, "h:9", "m:9", 77);
  }

  private static Roster changed(RosterChange change, Roster roster) {
    Outcome outcome = change.on(roster);
    assertEquals(Changed.class, outcome.getClass(), outcome::toString);
    return ((Changed) outcome).now();
  }

  private static String refused(RosterChange change, Roster roster) {
    Outcome outcome = change.on(roster);
    assertEquals(Refused.class, outcome.getClass(), outcome::toString);
    return ((Refused) outcome).why();
  }
}
