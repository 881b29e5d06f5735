package kassa.ring.roster;

import static java.util.stream.Collectors.joining;
import static kassa.ring.roster.Rosters.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.RosterChange.Outcome;
import org.junit.jupiter.api.Test;

class ErasTest {
  private static final RingDescriptor RING = Rosters.ring(4);
  private static final Eras FIRST = Eras.of(RING);
  private static final RosterChange JOIN = new RosterChange.Join(node(5), "z5", "h:5", "m:5", 9);

  @Test
  void aNewcomerOwnsNothingAndBeginsNoEra() {
    Eras joined = after(FIRST, JOIN);

    assertEquals(FIRST.era(), joined.era());
    assertEquals(List.of(node(5)), joined.bystanders());
    assertTrue(isPending(joined, node(5)));
    Eras up = after(joined, new RosterChange.BringUp(node(5)));
    assertNotEquals(FIRST.era(), up.era());
    assertFalse(isPending(up, node(5)));
  }

  private static boolean isPending(Eras eras, NodeId node) {
    return Partition.all().stream()
        .anyMatch(partition -> eras.placement().of(partition).pending().contains(node));
  }

  @Test
  void whenTheSameNodesAreLeftAsOnceBeforeItIsAnotherEra() {
    Eras joined = after(FIRST, JOIN, new RosterChange.BringUp(node(5)));
    Eras left = after(joined, new RosterChange.Leave(node(5)));

    assertEquals(RING.nodes(), left.current().descriptor().nodes());
    assertNotEquals(FIRST.era(), left.era());
    assertEquals(2, left.past().size());
  }

  @Test
  void whoKnowsOfTheSameOwnersAndNotOfTheSamePastIsOfAnotherEra() {
    Eras seen = after(FIRST, JOIN, new RosterChange.BringUp(node(5)));
    Eras both = after(seen, new RosterChange.Leave(node(1)));
    Eras atOnce = FIRST.with(both.roster());

    assertEquals(both.roster(), atOnce.roster());
    assertNotEquals(both.era(), atOnce.era());
    assertEquals(both.era(), atOnce.merge(both).era());
    assertEquals(both, both.merge(atOnce));
  }

  @Test
  void twoSidesOfACutMergeToOneEraThatOwesToBoth() {
    Eras one = after(FIRST, new RosterChange.DeclareDead(node(1)));
    Eras other = after(FIRST, new RosterChange.DeclareDead(node(2)));

    Eras merged = one.merge(other);

    assertEquals(merged, other.merge(one));
    assertEquals(merged, merged.merge(one));
    assertEquals(
        Set.of(FIRST.current().era(), one.current().era(), other.current().era()),
        merged.past().keySet());
  }

  @Test
  void pastErasAreOverOnceAllOwnersHaveAllOfThem() {
    Eras changed = after(FIRST, new RosterChange.Leave(node(4)));

    Eras some = changed.heard(changed.era(), List.of(node(1), node(2)));
    assertEquals(1, some.past().size());
    assertEquals(some, some.heard(FIRST.era(), List.of(node(3))), "it spoke of another past");
    Eras all = some.heard(some.era(), List.of(node(3)));

    assertTrue(all.past().isEmpty());
    assertEquals(changed.era(), all.era(), "what came before is not forgotten");
  }

  @Test
  void whoOwnsForTheFirstTimeIsANewcomerUntilItHasAll() {
    assertEquals(Set.of(), FIRST.newcomers());

    Eras joined = after(FIRST, JOIN, new RosterChange.BringUp(node(5)));
    assertEquals(Set.of(node(5)), joined.newcomers());

    assertEquals(Set.of(), joined.heard(joined.era(), List.of(node(5))).newcomers());
  }

  @Test
  void theyAreReadBackAndWhatIsNoneIsRefused() {
    Eras eras =
        after(FIRST, JOIN, new RosterChange.BringUp(node(5)), new RosterChange.Leave(node(1)));
    Eras said = eras.heard(eras.era(), List.of(node(2)));

    assertEquals(said, Eras.parse("colour blue\n" + said.toText(), RING));
    for (String none : List.of("", "seat n1", "past", "past 1 n1", "over x", "now n1 1.00000000")) {
      assertThrows(IllegalArgumentException.class, () -> Eras.parse(none, RING), none);
    }
  }

  @Test
  void whoOwnedWhileNobodyWasUpIsAskedUntilItIsDeclaredDeadOnceMore() {
    Eras up = Eras.of(Rosters.ring(2));
    Eras dead = Eras.parse(up.toText().replace(" up ", " dead "), Rosters.ring(2));
    Member before = up.current().descriptor().members().get(0);
    Member after = dead.current().descriptor().members().get(0);
    assertFalse(dead.isGone(before), "it owns");

    Eras other = dead.with(up(dead.roster(), node(2)));

    assertTrue(other.isGone(before));
    assertFalse(other.isGone(after), "it was dead before that");
    Roster again = up(other.roster(), node(1));
    Seat seat = again.seat(node(1)).orElseThrow();
    assertTrue(other.with(again.plus(node(1), seat.in(Phase.DEAD))).isGone(after));
  }

  private static Roster up(Roster roster, NodeId node) {
    Roster joining = roster.reentry(node, 1).orElseThrow();
    return ((Outcome.Changed) new RosterChange.BringUp(node).on(joining)).now();
  }

  @Test
  void whatAnEarlierBuildWentByWhileNobodyWasUpIsBehind() {
    Eras some = Eras.of(Rosters.ring(2));
    String text =
        "now n1 1.00000000 z1\n"
            + some.toText().lines().skip(1).collect(joining("\n")).replace(" up ", " dead ");

    Eras read = Eras.parse(text, Rosters.ring(2));

    assertEquals(List.of(node(1), node(2)), read.current().descriptor().nodes());
    assertEquals(
        List.of(List.of(node(1))), read.past().values().stream().map(r -> r.nodes()).toList());
    assertEquals(read, Eras.parse(read.toText(), Rosters.ring(2)));
  }

  private static Eras after(Eras eras, RosterChange... changes) {
    Eras now = eras;
    for (RosterChange change : changes) {
      now = now.with(((Outcome.Changed) change.on(now.roster())).now());
    }
    return now;
  }
}
