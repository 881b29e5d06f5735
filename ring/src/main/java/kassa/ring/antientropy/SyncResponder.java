package kassa.ring.antientropy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.Key;
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

  private final FactScan disk;
  private final Predicate<Partition> complete;

  public SyncResponder(FactScan disk, Predicate<Partition> complete) {
    this.disk = disk;
    this.complete = complete;
  }

  /** Empty when the message is no question. */
  public Optional<RingMessage> answer(RingMessage message) {
    if (message instanceof DigestAsk ask) {
      boolean isComplete = complete.test(ask.partition());
      PartitionDigest digest = PartitionDigest.of(ask.partition(), disk);
      return Optional.of(new DigestTell(ask.question(), isComplete, digest.leaves()));
    }
    if (message instanceof NamesAsk ask) {
      return Optional.of(page(ask));
    }
    if (message instanceof FactsAsk ask) {
      return Optional.of(new FactsTell(ask.question(), facts(ask.names())));
    }
    return Optional.empty();
  }

  /** A page ends with a key: whoever asks on begins after it. */
  private NamesTell page(NamesAsk ask) {
    boolean isComplete = complete.test(ask.partition());
    List<FactName> names = new ArrayList<>();
    boolean[] more = {false};
    disk.scan(
        ask.partition(),
        ask.after(),
        fact -> {
          Key key = fact.key();
          if (!ask.leaves().get(Partition.leafOf(key, PartitionDigest.LEAVES))) {
            return true;
          }
          if (names.size() >= PAGE && !names.get(names.size() - 1).key().equals(key)) {
            more[0] = true;
            return false;
          }
          names.add(FactName.of(fact));
          return true;
        });
    return new NamesTell(ask.question(), isComplete, names, more[0]);
  }

  private List<Fact> facts(List<FactName> names) {
    List<Fact> found = new ArrayList<>();
    int bytes = 0;
    for (FactName name : names) {
      Optional<Fact> fact =
          disk.read(name.key()).stream().filter(f -> f.dot().equals(name.dot())).findFirst();
      if (fact.isPresent()) {
        bytes += fact.get().payloadLength();
        if (bytes > MOST_BYTES && !found.isEmpty()) {
          return found;
        }
        found.add(fact.get());
      }
    }
    return found;
  }
}
