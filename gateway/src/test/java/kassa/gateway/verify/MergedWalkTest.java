package kassa.gateway.verify;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.intent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import kassa.gateway.order.OrderSamples;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.store.FactPage;
import org.junit.jupiter.api.Test;

class MergedWalkTest {
  private static final int LAST = Integer.MAX_VALUE;

  private final Map<String, List<String>> asked = new TreeMap<>();

  @Test
  void everyKeyComesOnceWithTheCopiesOfAllDisksWhateverTheyHold() {
    DiskWalk n1 = disk("n1", 3, LAST, keys(0, 40));
    DiskWalk n2 = disk("n2", 7, LAST, keys(20, 60));
    DiskWalk n3 = disk("n3", 5, LAST, List.of());

    List<Copies> all = all(new MergedWalk(List.of(n1, n2, n3)));

    assertEquals(
        new TreeSet<>(keys(0, 60)), new TreeSet<>(all.stream().map(Copies::name).toList()));
    assertEquals(60, all.size());
    for (Copies copies : all) {
      int number = Integer.parseInt(copies.name().substring(1));
      assertEquals(3, copies.disks().size());
      assertEquals(number < 40, holds(copies, "n1"), copies::name);
      assertEquals(number >= 20, holds(copies, "n2"), copies::name);
      assertFalse(holds(copies, "n3"));
    }
    assertEquals(14, asked.getOrDefault("n1", List.of()).size(), "page by page, each once");
  }

  @Test
  void ofADiskThatFallsSilentNothingIsKnownFromThereOn() {
    DiskWalk n1 = disk("n1", 10, LAST, keys(0, 50));
    DiskWalk n2 = disk("n2", 10, 2, keys(0, 50));

    List<Copies> all = all(new MergedWalk(List.of(n1, n2)));

    assertEquals(50, all.size());
    assertTrue(n2.isSilent());
    assertFalse(n1.isSilent());
    assertEquals(20, all.stream().filter(copies -> holds(copies, "n2")).count());
    assertEquals(
        30,
        all.stream().filter(copies -> !copies.disks().containsKey(new NodeId("n2"))).count(),
        "not read is not the same as not held");
  }

  private static List<Copies> all(MergedWalk walk) {
    List<Copies> all = new ArrayList<>();
    List<Copies> batch = walk.next(16);
    while (!batch.isEmpty()) {
      all.addAll(batch);
      batch = walk.next(16);
    }
    return all;
  }

  private static boolean holds(Copies copies, String node) {
    Copy copy = copies.disks().get(new NodeId(node));
    return copy != null && !copy.facts().isEmpty();
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "k" + i).toList();
  }

  /** Pages of a size, in the order of disks; silent after some of them. */
  private DiskWalk disk(String node, int size, int pages, List<String> keys) {
    List<Key> order = keys.stream().map(Key::new).sorted(FactPage.ORDER).toList();
    return new DiskWalk(
        node,
        cursor -> {
          List<String> before = asked.computeIfAbsent(node, any -> new ArrayList<>());
          before.add(cursor.orElse("start"));
          int at = cursor.map(Integer::parseInt).orElse(0);
          int end = Math.min(at + size, order.size());
          return before.size() > pages
              ? Optional.empty()
              : Optional.of(
                  new FactsPage(
                      node,
                      order.subList(at, end).stream().map(MergedWalkTest::line).toList(),
                      Optional.empty(),
                      end < order.size() ? Optional.of("" + end) : Optional.empty()));
        });
  }

  private static FactsPage.Line line(Key key) {
    Fact fact = Places.fact(key.value(), OrderSamples.dot("n1", 1), intent(A));
    return new FactsPage.Line(key, List.of(new NodeId("n1")), "e1", Places.copy(fact));
  }
}
