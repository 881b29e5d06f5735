package kassa.ring.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.archive.Archive;
import kassa.ring.archive.ArchiveNotice;
import kassa.ring.outbox.Carrier;
import kassa.ring.placement.Placement;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a batch to the archive, key by key, and tells the other owners what rests there. */
record ArchiveCarrier(
    NodeId self,
    Supplier<Placement> placement,
    Archive archive,
    Network network,
    ActorRef<HandoffActor.Command> handoff)
    implements Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveCarrier.class);

  @Override
  public void carry(long batch, List<Fact> facts) {
    Map<Key, List<Fact>> byKey = new LinkedHashMap<>();
    facts.forEach(f -> byKey.computeIfAbsent(f.key(), key -> new ArrayList<>()).add(f));
    CompletableFuture<?>[] writes =
        byKey.entrySet().stream()
            .map(e -> archive.write(e.getKey(), e.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    var unused =
        CompletableFuture.allOf(writes)
            .handle(
                (done, failure) -> {
                  if (failure == null) {
                    notifyOwners(facts);
                    handoff.tell(new HandoffActor.Delivered(batch));
                  } else {
                    LOG.warn("{} facts wait, for the archive failed: {}", facts.size(), failure);
                    handoff.tell(new HandoffActor.Failed(batch));
                  }
                  return null;
                });
  }

  private void notifyOwners(List<Fact> facts) {
    ArchiveNotice.of(facts, placement.get(), self)
        .forEach((owner, dots) -> network.send(owner, new RingMessage.Archived(dots)));
  }

  @Override
  public boolean reachable() {
    return archive.reachable();
  }
}
