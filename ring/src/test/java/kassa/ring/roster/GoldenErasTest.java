package kassa.ring.roster;

import static kassa.ring.roster.Rosters.node;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.roster.RosterChange.Outcome;
import org.junit.jupiter.api.Test;

/**
 * The files {@code eras} and {@code handed-over} of a data directory, and what nodes tell each
 * other of eras. A node that reads another past out of them, or calls it by another name, would
 * wait for its peers for ever.
 */
class GoldenErasTest {
  private static final RingDescriptor RING = Rosters.ring(4);

  /** With all that there may be: eras that are over and one that is not, and who has all. */
  private static final Eras ERAS = eras();

  private static Eras eras() {
    Eras left = after(Eras.of(RING), new RosterChange.Leave(node(4)));
    Eras over = left.heard(left.era(), List.of(node(1), node(2), node(3)));
    Eras departed = after(over, new RosterChange.Depart(node(4)));
    Eras joined =
        after(
            departed,
            new RosterChange.Join(node(5), "z2", "h:5", "m:5", 7),
            new RosterChange.BringUp(node(5)),
            new RosterChange.DeclareDead(node(1)));
    return joined.heard(joined.era(), List.of(node(2)));
  }

  @Test
  void theFileHasItsGoldenBytes() throws IOException {
    assertEquals(golden("eras-v1.txt"), ERAS.toText());
  }

  @Test
  void theGoldenFileIsStillRead() throws IOException {
    assertEquals(ERAS, Eras.parse(golden("eras-v1.txt"), RING));
  }

  @Test
  void whatWasHandedOverIsNamedAsBefore() throws IOException {
    assertEquals(golden("handed-over-v1.txt"), ERAS.era().toString());
  }

  private static Eras after(Eras eras, RosterChange... changes) {
    Eras now = eras;
    for (RosterChange change : changes) {
      now = now.with(((Outcome.Changed) change.on(now.roster())).now());
    }
    return now;
  }

  private static String golden(String file) throws IOException {
    try (InputStream in = GoldenErasTest.class.getResourceAsStream("/golden/" + file)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
