package kassa.ring.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.PreferenceList;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long LONG_AGO = NOW - 3_600_000;
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final NodeId N4 = new NodeId("n4");
  private static final PreferenceList PREFERENCE =
      new PreferenceList(List.of(N1, N2, N3), List.of(N4));
  private static final Partition LATE = new Partition(Partition.COUNT - 1);

  @Test
  void aProcessThatJustBeganComesBehindTheOthers() {
    assertEquals(List.of(N2, N3, N4, N1), homes(LATE, Map.of(N1, NOW, N2, LONG_AGO, N3, LONG_AGO)));
  }

  @Test
  void itGetsItsPartitionsBackOneAfterTheOther() {
    long half = SlowStart.WARM_AFTER.toMillis() / 2;
    for (Partition partition : Partition.all()) {
      boolean isHome = homes(partition, Map.of(N1, NOW - half)).get(0).equals(N1);
      assertEquals(partition.number() < Partition.COUNT / 2, isHome, partition.toString());
    }
  }

  @Test
  void itIsHomeToNothingAtFirstAndToAllInTheEnd() {
    long whole = SlowStart.WARM_AFTER.toMillis();
    for (Partition partition : Partition.all()) {
      assertEquals(N2, homes(partition, Map.of(N1, NOW)).get(0));
      assertEquals(N1, homes(partition, Map.of(N1, NOW - whole)).get(0));
    }
  }

  @Test
  void whereAllAreColdTheirOrderIsThatOfTheList() {
    assertEquals(PREFERENCE.inOrder(), homes(LATE, Map.of(N1, NOW, N2, NOW, N3, NOW - 1, N4, NOW)));
  }

  @Test
  void aNodeWhoseAgeCannotBeToldIsNotPassedOver() {
    assertEquals(PREFERENCE.inOrder(), homes(LATE, Map.of()));
    assertEquals(PREFERENCE.inOrder(), homes(LATE, Map.of(N1, NOW + 1)));
  }

  @Test
  void whoHasNotGotAllItOwnsComesEvenBehindWhoIsCold() {
    List<NodeId> homes =
        SlowStart.homes(
            PREFERENCE,
            LATE,
            new NewOwners(Set.of(N1)),
            node -> node.equals(N2) ? OptionalLong.of(NOW) : OptionalLong.empty(),
            NOW);

    assertEquals(List.of(N3, N4, N2, N1), homes);
  }

  @Test
  void whoHasJustGotAllItOwnsIsColdHoweverOldItIs() {
    NewOwners owners = new NewOwners(Set.of(N1));
    owners.are(Set.of(), NOW);
    long whole = SlowStart.NEW_AFTER.toMillis();

    assertEquals(List.of(N2, N3, N4, N1), homes(owners, NOW));
    assertEquals(List.of(N2, N3, N4, N1), homes(owners, NOW + whole - 1));
    assertEquals(PREFERENCE.inOrder(), homes(owners, NOW + whole));
  }

  private static List<NodeId> homes(NewOwners owners, long now) {
    return SlowStart.homes(PREFERENCE, LATE, owners, node -> OptionalLong.of(LONG_AGO), now);
  }

  private static List<NodeId> homes(Partition partition, Map<NodeId, Long> began) {
    return SlowStart.homes(
        PREFERENCE,
        partition,
        new NewOwners(Set.of()),
        node -> began.containsKey(node) ? OptionalLong.of(began.get(node)) : OptionalLong.empty(),
        NOW);
  }
}
