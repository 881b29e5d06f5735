package kassa.ring.antientropy;

import static kassa.ring.Facts.fact;
import static kassa.ring.antientropy.Rings.ring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.Facts;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Inheritance.Page;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import org.junit.jupiter.api.Test;

/** The node n1, which owes facts to others, who come and go. */
class InheritanceTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final NodeId N4 = new NodeId("n4");
  private static final NodeId N5 = new NodeId("n5");
  private static final Set<NodeId> MEMBERS = Set.of(N1, N2, N3, N4, N5);

  /** The name of the first fact. */
  private static final Set<Dot> FIRST = Set.of(new Dot(Facts.N1, 1));

  private final FakeDisk disk = new FakeDisk();
  private final Map<String, List<OutboxEntry>> outbox = new TreeMap<>();
  private final Inheritance machine =
      new Inheritance(
          N1,
          (to, wanted, limit) -> owedTo(to).stream().filter(wanted).limit(limit).toList(),
          disk);

  @Test
  void whatIsOwedToAnOwnerOfBeforeIsOwedToThoseOfNow() {
    Fact fact = fact("k", Facts.N1, 1);
    owe(N2, fact);

    perform(machine.begin(ring(N1, N3, N4), MEMBERS));

    assertTrue(machine.isOver());
    assertEquals(Map.of("n3", FIRST, "n4", FIRST), owed());
  }

  @Test
  void whatIsOwedToAnOwnerStaysAsItIs() {
    owe(N2, fact("k", Facts.N1, 1));

    assertEquals(Optional.empty(), machine.begin(ring(N1, N2, N3), MEMBERS));

    assertTrue(machine.isOver());
    assertEquals(Map.of("n2", FIRST), owed());
  }

  @Test
  void whatIsMuchIsInheritedInPagesEachDurableBeforeTheNext() {
    IntStream.rangeClosed(1, 250).forEach(i -> owe(N2, fact("k" + i, Facts.N1, i)));

    Page first = machine.begin(ring(N1, N3, N4), MEMBERS).orElseThrow();
    assertEquals(100, first.dots().size());
    assertFalse(machine.isOver());
    perform(Optional.of(first));

    assertTrue(machine.isOver());
    assertEquals(Set.of("n3", "n4"), owed().keySet());
    assertEquals(250, owedTo(Destination.peer(N3)).size());
  }

  /** What the page enters for n3 cannot be seen before it is durable. */
  @Test
  void aChangeInTheMiddleOfAPageBeginsWhenThatIsDurable() {
    owe(N2, fact("k", Facts.N1, 1));
    Page page = machine.begin(ring(N1, N3, N4), MEMBERS).orElseThrow();

    assertEquals(Optional.empty(), machine.begin(ring(N1, N4, N5), MEMBERS));
    assertFalse(machine.isOver());
    perform(Optional.of(page));

    assertTrue(machine.isOver());
    assertEquals(Map.of("n4", FIRST, "n5", FIRST), owed());
  }

  private void perform(Optional<Page> next) {
    while (next.isPresent()) {
      Page page = next.get();
      page.heirs().forEach((heir, facts) -> facts.forEach(fact -> owe(heir, fact)));
      owedTo(page.before()).removeIf(entry -> page.dots().contains(entry.dot()));
      next = machine.settled();
    }
  }

  private void owe(NodeId node, Fact fact) {
    disk.add(fact);
    owe(Destination.peer(node), fact);
  }

  private void owe(Destination to, Fact fact) {
    if (owedTo(to).stream().noneMatch(entry -> entry.dot().equals(fact.dot()))) {
      owedTo(to).add(new OutboxEntry(to, fact.dot(), fact.key(), 0));
    }
  }

  private List<OutboxEntry> owedTo(Destination to) {
    return outbox.computeIfAbsent(to.label(), label -> new ArrayList<>());
  }

  private Map<String, Set<Dot>> owed() {
    Map<String, Set<Dot>> owed = new TreeMap<>();
    outbox.forEach(
        (to, entries) ->
            entries.forEach(
                entry -> owed.computeIfAbsent(to, t -> new HashSet<>()).add(entry.dot())));
    return owed;
  }
}
