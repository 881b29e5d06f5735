package kassa.ring.roster;

import static kassa.ring.roster.Rosters.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kassa.ring.NodeId;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Adoption.Effect;
import kassa.ring.roster.RosterChange.BringUp;
import kassa.ring.roster.RosterChange.DeclareDead;
import kassa.ring.roster.RosterChange.Join;
import kassa.ring.roster.RosterChange.Leave;
import org.junit.jupiter.api.Test;

class AdoptionTest {
  private static final RingDescriptor RING = Rosters.ring(4);
  private static final Join JOIN = new Join(node(5), "z5", "h:5", "m:5", 9);

  private final Adoption here = new Adoption(node(1), RING, Eras.of(RING));
  private final Adoption there = new Adoption(node(2), RING, Eras.of(RING));

  @Test
  void whatSmallStateCarriesOfANewEraIsAskedForAndNotGoneBy() {
    change(there, JOIN);
    change(there, new BringUp(node(5)));

    List<Effect> effects = done(here, here.carried(there.eras().roster(), Map.of(), 1_000));

    assertEquals(Eras.of(RING), here.eras());
    assertEquals(List.of(node(2), node(3), node(4)), told(effects));
    List<Effect> later = here.tick(1_050);
    assertEquals(List.of(node(5)), told(later), "everybody in turn, and not too often");
    assertTrue(later.get(1) instanceof Effect.Seek, "it is no member yet");
    assertEquals(List.of(), told(here.tick(1_060)));

    done(here, here.told(node(2), there.known().toText(), 1_300));

    assertEquals(there.eras(), here.eras());
    assertEquals(List.of(), here.tick(2_000), "there is nothing to ask any more");
  }

  @Test
  void ofTwoChangesThatComeAtOnceTheOwnersInBetweenAreKnown() {
    change(there, JOIN);
    change(there, new BringUp(node(5)));
    Eras between = there.eras();
    change(there, new Leave(node(5)));

    done(here, here.carried(there.eras().roster(), Map.of(), 0));
    assertEquals(Eras.of(RING), here.eras());
    done(here, here.told(node(2), there.known().toText(), 0));

    assertTrue(here.eras().past().containsKey(between.current().era()));
    assertEquals(there.eras().era(), here.eras().era());
  }

  @Test
  void whatBeginsNoEraIsTakenFromSmallStateAtOnceOrOnceTheRestWasTold() {
    change(there, JOIN);
    done(here, here.carried(there.eras().roster(), Map.of(), 0));
    assertEquals(List.of(node(5)), here.eras().bystanders());

    change(there, new Leave(node(4)));
    Eras leaving = there.known();
    change(there, new RosterChange.Depart(node(4)));
    done(here, here.carried(there.eras().roster(), Map.of(), 0));
    assertEquals(Phase.UP, here.eras().roster().seat(node(4)).orElseThrow().phase());

    done(here, here.told(node(2), leaving.toText(), 0));

    assertEquals(Phase.LEFT, here.eras().roster().seat(node(4)).orElseThrow().phase());
  }

  @Test
  void twoSidesThatTookOutEachOtherGoByTheSameOwnersAndKnowOfBoth() {
    change(here, new DeclareDead(node(2)));
    change(here, new DeclareDead(node(4)));
    change(there, new DeclareDead(node(1)));
    change(there, new DeclareDead(node(3)));
    Eras one = here.eras();
    Eras other = there.eras();

    done(here, here.carried(other.roster(), Map.of(), 0));
    assertEquals(one, here.eras());
    done(here, here.told(node(2), other.toText(), 0));
    done(there, there.told(node(1), one.toText(), 0));

    assertEquals(here.eras(), there.eras());
    assertEquals(RING.nodes(), here.eras().current().descriptor().nodes());
    assertEquals(RING.nodes(), here.eras().members().stream().map(m -> m.node()).toList());
    for (Member owner : here.eras().current().descriptor().members()) {
      assertFalse(here.eras().isGone(owner), "they own though they are dead");
    }
    assertTrue(here.eras().past().containsKey(one.current().era()));
    assertTrue(here.eras().past().containsKey(other.current().era()));
  }

  @Test
  void aNodeThatOwnsForWantOfOthersDoesNotLeave() {
    Roster leaving = Roster.of(RING);
    for (NodeId node : RING.nodes()) {
      leaving = leaving.plus(node, leaving.seat(node).orElseThrow().in(Phase.LEAVING));
    }
    Adoption last = new Adoption(node(1), RING, Eras.parse(text(leaving), RING));

    assertEquals(List.of(), last.depart(era -> true, () -> true));
    assertFalse(last.eras().current().descriptor().nodes().isEmpty());
  }

  private static String text(Roster roster) {
    StringBuilder text = new StringBuilder();
    roster
        .seats()
        .forEach((node, seat) -> text.append("seat " + node + " " + seat.toText() + "\n"));
    return text.toString();
  }

  private static void change(Adoption at, RosterChange change) {
    List<Effect> effects = new ArrayList<>();
    assertTrue(at.change(change, effects) instanceof RosterChange.Outcome.Changed);
    done(at, effects);
  }

  /** With a disk that is done at once. */
  private static List<Effect> done(Adoption at, List<Effect> effects) {
    List<Effect> all = new ArrayList<>();
    for (Effect effect : effects) {
      all.add(effect);
      if (effect instanceof Effect.Keep) {
        all.addAll(done(at, at.kept()));
      }
    }
    return all;
  }

  private static List<NodeId> told(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Tell.class::isInstance)
        .map(effect -> ((Effect.Tell) effect).to())
        .toList();
  }
}
