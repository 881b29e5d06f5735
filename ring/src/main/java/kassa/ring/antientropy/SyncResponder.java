package kassa.ring.antientropy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.Stub;
import kassa.ring.placement.Partition;
import kassa.ring.store.FactScan;
import kassa.ring.wire.RingMessage;
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

  /**
   * @param intact of which partitions this disk certainly holds all that this node ever
   *     acknowledged, now that it cannot acknowledge anything by an earlier era any more (rules R7
   *     and R12)
   */
  public SyncResponder(FactScan disk, Predicate<Partition> intact) {
    this.disk = disk;
    this.intact = intact;
  }

  /** Empty when the message is no question. */
  public Optional<RingMessage> answer(RingMessage message) {
    if (message instanceof DigestAsk ask) {
      boolean isIntact = intact.test(ask.partition());
      PartitionDigest digest = PartitionDigest.of(ask.partition(), ask.since(), disk);
      return Optional.of(new DigestTell(ask.question(), isIntact, digest.leaves()));
    }
    if (message instanceof NamesAsk ask) {
      return Optional.of(page(ask));
    }
    if (message instanceof FactsAsk ask) {
      return Optional.of(facts(ask));
    }
    return Optional.empty();
  }

  /** A page ends with a key: whoever asks on begins after it. */
  private NamesTell page(NamesAsk ask) {
    boolean isIntact = intact.test(ask.partition());
    List<FactName> names = new ArrayList<>();
    boolean[] more = {false};
    disk.scan(
        ask.partition(),
        ask.after(),
        held -> {
          if (!ask.leaves().get(Partition.leafOf(held.key(), PartitionDigest.LEAVES))
              || !PartitionDigest.counts(held, ask.since())) {
            return true;
          }
          more[0] = names.size() >= PAGE;
          if (!more[0]) {
            held.facts().forEach(fact -> names.add(FactName.of(fact)));
            held.facts()
                .stub()
                .hashes()
                .keySet()
                .forEach(dot -> names.add(new FactName(held.key(), dot)));
          }
          return !more[0];
        });
    return new NamesTell(ask.question(), isIntact, names, more[0]);
  }

  private FactsTell facts(FactsAsk ask) {
    List<Fact> found = new ArrayList<>();
    Map<Key, Stub> stubs = new HashMap<>();
    int bytes = 0;
    for (FactName name : ask.names()) {
      FactSet held = disk.read(name.key());
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
    return new FactsTell(ask.question(), found, stubs);
  }
}
