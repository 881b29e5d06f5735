package kassa.ring.antientropy;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.Stub;
import kassa.ring.placement.Partition;
import kassa.ring.store.FactScan;
import kassa.ring.wire.RingMessage;
import kassa.ring.wire.RingMessage.Archived;
import kassa.ring.wire.RingMessage.DigestAsk;
import kassa.ring.wire.RingMessage.DigestTell;
import kassa.ring.wire.RingMessage.FactsAsk;
import kassa.ring.wire.RingMessage.FactsTell;
import kassa.ring.wire.RingMessage.NamesAsk;
import kassa.ring.wire.RingMessage.NamesTell;

/** Answers a peer's {@link SyncSession}. It remembers nothing: each question says all. */
public final class SyncResponder {
  /** Names in a page, about 80 bytes each: a message must fit a frame. */
  static final int PAGE = 1_000;

  /** Bytes of payload in an answer. */
  static final int MOST_BYTES = 96 * 1024;

  /** Of one name in a stub, about. */
  private static final int STUB_BYTES = 50;

  private final FactScan disk;
  private final Predicate<Partition> intact;
  private final Predicate<FactSet> owesAny;

  /**
   * @param intact of which partitions this disk certainly holds all that this node ever
   *     acknowledged, now that it cannot acknowledge anything by an earlier era any more (rules R7
   *     and R12)
   * @param owesAny whether this node still owes any of some facts to anybody
   */
  public SyncResponder(FactScan disk, Predicate<Partition> intact, Predicate<FactSet> owesAny) {
    this.disk = disk;
    this.intact = intact;
    this.owesAny = owesAny;
  }

  /** What to send, in order; nothing when the message is no question. */
  public List<RingMessage> answer(RingMessage message) {
    if (message instanceof DigestAsk ask) {
      boolean isIntact = intact.test(ask.partition());
      PartitionDigest digest = PartitionDigest.of(ask.partition(), ask.since(), disk);
      return List.of(new DigestTell(ask.question(), isIntact, digest.leaves()));
    }
    if (message instanceof NamesAsk ask) {
      return List.of(page(ask));
    }
    return message instanceof FactsAsk ask ? facts(ask) : List.of();
  }

  /** A page ends with a key: whoever asks on begins after it. */
  private NamesTell page(NamesAsk ask) {
    boolean isIntact = intact.test(ask.partition());
    List<FactName> names = new ArrayList<>();
    boolean[] more = {false};
    disk.names(
        ask.partition(),
        ask.since(),
        ask.after(),
        held -> {
          if (!ask.leaves().get(Partition.leafOf(held.key(), PartitionDigest.LEAVES))) {
            return true;
          }
          more[0] = names.size() >= PAGE;
          if (!more[0]) {
            held.dots().forEach(dot -> names.add(new FactName(held.key(), dot)));
          }
          return !more[0];
        });
    return new NamesTell(ask.question(), isIntact, names, more[0]);
  }

  /**
   * After the facts comes which of them need not be brought to the archive once more: what is owed
   * nowhere by a node that holds it rests there, or its owners owe it. What a new owner gets is
   * mostly old.
   */
  private List<RingMessage> facts(FactsAsk ask) {
    List<Fact> found = new ArrayList<>();
    Map<Key, Stub> stubs = new HashMap<>();
    Map<Key, FactSet> read =
        new HashMap<>(disk.read(ask.names().stream().map(FactName::key).toList()));
    int bytes = 0;
    for (FactName name : ask.names()) {
      FactSet held = read.getOrDefault(name.key(), FactSet.EMPTY);
      Optional<Fact> fact = held.stream().filter(f -> f.dot().equals(name.dot())).findFirst();
      bytes += fact.map(Fact::payloadLength).orElse(0);
      if (bytes > MOST_BYTES && !(found.isEmpty() && stubs.isEmpty())) {
        break;
      }
      fact.ifPresent(found::add);
      if (held.stub().hashes().containsKey(name.dot())
          && stubs.put(name.key(), held.stub()) == null) {
        bytes += STUB_BYTES * held.stub().hashes().size();
      }
    }
    FactsTell tell = new FactsTell(ask.question(), found, stubs);
    read.values().removeIf(owesAny);
    Set<Dot> archived =
        found.stream().filter(f -> read.containsKey(f.key())).map(Fact::dot).collect(toSet());
    return archived.isEmpty() ? List.of(tell) : List.of(tell, new Archived(archived));
  }
}
