package kassa.ring.roster;

import static kassa.ring.roster.Rosters.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.roster.RingPlan.Load;
import kassa.ring.roster.RingPlan.Move;
import org.junit.jupiter.api.Test;

class RingPlanTest {
  private static final RingDescriptor FIVE = Rosters.ring(5);
  private static final RingDescriptor SIX = Rosters.ring(6);

  @Test
  void nothingMovesWhenNothingChanges() {
    assertEquals(List.of(), RingPlan.of(FIVE, FIVE).moves());
  }

  @Test
  void whatMovesIsWhatOwnersGainAndLose() {
    RingPlan plan = RingPlan.of(FIVE, SIX);

    assertEquals(new Placement(SIX).ownedBy(node(6)), partitionsOf(plan));
    for (Move move : plan.moves()) {
      assertTrue(move.coming().contains(node(6)), move::toString);
      assertEquals(move.coming().size(), move.going().size(), move::toString);
    }
    RingPlan back = RingPlan.of(SIX, FIVE);
    assertEquals(partitionsOf(plan), partitionsOf(back));
    back.moves().forEach(move -> assertTrue(move.going().contains(node(6)), move::toString));
  }

  @Test
  void whatANodeGetsIsCountedInFactsAndBytes() {
    Map<Partition, Load> held =
        IntStream.range(0, Partition.COUNT)
            .boxed()
            .collect(Collectors.toMap(Partition::new, number -> new Load(1, 1_000L + number)));
    RingPlan plan = RingPlan.of(FIVE, SIX);

    Load load = plan.incoming(held).getOrDefault(node(6), Load.NONE);

    assertEquals(plan.moves().size(), load.facts());
    assertEquals(
        plan.moves().stream().mapToLong(move -> 1_000 + move.partition().number()).sum(),
        load.bytes());
    assertEquals(Load.NONE, plan.incoming(Map.of()).get(node(6)));
  }

  private static List<Partition> partitionsOf(RingPlan plan) {
    return plan.moves().stream().map(Move::partition).toList();
  }
}
