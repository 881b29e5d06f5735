package kassa.ring.roster;

import static kassa.ring.roster.Rosters.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import kassa.ring.NodeId;
import kassa.ring.placement.Generation;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.Saying;
import kassa.ring.smallstate.SmallState;
import kassa.ring.smallstate.SmallStateCodec;
import kassa.ring.smallstate.Version;
import org.junit.jupiter.api.Test;

class RosterEntriesTest {
  /** What disks and nodes of this version say; a change here is a new format. */
  private static final String GOLDEN =
      "01010772696e672f6e310201021d322e3030303030306665206c656176696e67207a3120683a31206d3a31"
          + "53a388d7";

  private static final Seat SEAT =
      new Seat(new Generation(2, 0xfe), Phase.LEAVING, "z1", "h:1", "m:1");

  @Test
  void entriesHaveTheirGoldenBytes() {
    SmallState state =
        SmallState.EMPTY.plus(
            RosterEntries.name(node(1)), RosterEntries.say(SEAT).apply(Entry.NONE));

    String bytes = HexFormat.of().formatHex(SmallStateCodec.encode(state));

    assertEquals(GOLDEN, bytes);
    SmallState read = SmallStateCodec.decode(HexFormat.of().parseHex(GOLDEN));
    Roster roster = RosterEntries.read(Roster.of(Rosters.ring(3)), read);
    assertEquals(SEAT, roster.seat(node(1)).orElseThrow());
  }

  @Test
  void entriesMergeAsRostersDo() {
    for (long seed = 1; seed <= 1_000; seed++) {
      Random random = new Random(seed);
      Roster a = Rosters.any(random);
      Roster b = Rosters.any(random);

      SmallState both = RosterEntries.write(a).join(RosterEntries.write(b));

      assertEquals(a.join(b), RosterEntries.read(a, both), "seed " + seed);
      assertEquals(a.join(b), RosterEntries.read(b, both), "seed " + seed);
    }
  }

  @Test
  void aChangeMovesOneEntry() {
    Roster before = Roster.of(Rosters.ring(4));
    Roster after =
        ((RosterChange.Outcome.Changed) new RosterChange.Leave(node(2)).on(before)).now();
    SmallState state = RosterEntries.write(before);

    SmallState next =
        state.join(
            Saying.of(
                    state,
                    RosterEntries.name(node(2)),
                    RosterEntries.say(after.seat(node(2)).orElseThrow()))
                .all());

    Set<String> changed = new TreeSet<>(next.entries().keySet());
    changed.removeIf(name -> next.entry(name).equals(state.entry(name)));
    assertEquals(Set.of("ring/n2"), changed);
    assertEquals(after, RosterEntries.read(before, next));
  }

  @Test
  void otherEntriesAreNotTheRings() {
    SmallState others =
        SmallState.EMPTY
            .plus("merchant/n1", Entry.NONE.plus(new Version(1, "x")))
            .plus("rings/n1", Entry.NONE.plus(new Version(1, "x")));
    Roster roster = Roster.of(Rosters.ring(3));

    assertEquals(roster, RosterEntries.read(roster, others));
  }

  @Test
  void whatNobodyWritesIsRefused() {
    Roster roster = Roster.of(Rosters.ring(3));
    for (String content : new String[] {"x", "1.00000000 gone z h m", "0.00000000 up z h m"}) {
      SmallState state = SmallState.EMPTY.plus("ring/n1", Entry.NONE.plus(new Version(1, content)));
      assertThrows(IllegalArgumentException.class, () -> RosterEntries.read(roster, state));
    }
  }

  /** The longest names, every phase said by itself, and on three sides of a cut. */
  @Test
  void theLargestRosterFitsTheSmallState() {
    SmallState state = SmallState.EMPTY;
    for (int i = 0; i < Roster.MOST; i++) {
      NodeId node = new NodeId("%s%03d".formatted("n".repeat(29), i));
      for (int side = 0; side < 3; side++) {
        for (Phase phase : Phase.values()) {
          Generation generation = new Generation(Integer.MAX_VALUE, -1 - side);
          Seat seat = new Seat(generation, phase, "z".repeat(32), "h".repeat(90), "m".repeat(90));
          Saying saying = Saying.of(state, RosterEntries.name(node), RosterEntries.say(seat));
          assertEquals(ChangeOutcome.Kept.class, saying.outcome().getClass());
          state = saying.all();
        }
      }
    }
    Roster one = Roster.of(Rosters.ring(1));
    assertEquals(Roster.MOST + 1, RosterEntries.read(one, state).seats().size());
  }
}
