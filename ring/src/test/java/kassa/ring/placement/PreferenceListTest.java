package kassa.ring.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import kassa.ring.NodeId;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import org.junit.jupiter.api.Test;

class PreferenceListTest {
  @Test
  void ownersAreOnDistinctZonesWhileThereAreEnough() {
    RingDescriptor ring = ring(9, 3);
    for (int p = 0; p < Partition.COUNT; p++) {
      PreferenceList list = PreferenceList.of(new Partition(p), ring);
      Set<String> zones = new HashSet<>();
      list.owners().forEach(n -> zones.add(ring.member(n).orElseThrow().zone()));
      assertEquals(3, zones.size());
      assertEquals(9, new HashSet<>(list.inOrder()).size());
    }
  }

  @Test
  void tooFewZonesStillGiveThreeOwners() {
    assertEquals(3, PreferenceList.of(new Partition(7), ring(5, 1)).owners().size());
    assertEquals(2, PreferenceList.of(new Partition(7), ring(2, 2)).owners().size());
  }

  @Test
  void aNewNodeMovesOnlyWhatItWins() {
    RingDescriptor before = ring(6, 6);
    RingDescriptor after = ring(7, 7);
    NodeId joined = new NodeId("n7");
    for (int p = 0; p < Partition.COUNT; p++) {
      List<NodeId> owners = PreferenceList.of(new Partition(p), after).owners();
      Set<NodeId> kept = new HashSet<>(owners);
      kept.remove(joined);
      assertTrue(PreferenceList.of(new Partition(p), before).owners().containsAll(kept));
    }
  }

  @Test
  void whoIsJoiningIsPendingWhereItWillOwnAndNowhereElse() {
    RingDescriptor before = ring(3, 3);
    RingDescriptor after = ring(4, 4);
    NodeId joining = new NodeId("n4");
    Placement now = new Placement(before, after, List.of(joining), before.era());
    Placement then = new Placement(after);
    for (Partition partition : Partition.all()) {
      boolean willOwn = then.of(partition).owners().contains(joining);
      assertEquals(willOwn ? List.of(joining) : List.of(), now.of(partition).pending());
      assertEquals(new Placement(before).of(partition).inOrder(), now.of(partition).inOrder());
    }
  }

  @Test
  void everyNodeOwnsAboutItsShare() {
    RingDescriptor ring = ring(5, 5);
    Map<NodeId, Integer> owned = new HashMap<>();
    for (int p = 0; p < Partition.COUNT; p++) {
      PreferenceList.of(new Partition(p), ring)
          .owners()
          .forEach(n -> owned.merge(n, 1, Integer::sum));
    }
    double share = Partition.COUNT * 3 / 5.0;
    owned.values().forEach(n -> assertTrue(Math.abs(n - share) < share * 0.15, "owns " + n));
  }

  @Test
  void theFingerprintTellsRingsApart() {
    assertEquals(ring(3, 3).fingerprint(), ring(3, 3).fingerprint());
    assertTrue(!ring(3, 3).fingerprint().equals(ring(3, 2).fingerprint()));
  }

  private static RingDescriptor ring(int size, int zones) {
    List<Member> members =
        IntStream.rangeClosed(1, size)
            .mapToObj(i -> new Member(new NodeId("n" + i), "z" + i % zones, "h:" + i, "m:" + i))
            .toList();
    return new RingDescriptor("test", Replication.DEFAULT, members);
  }
}
