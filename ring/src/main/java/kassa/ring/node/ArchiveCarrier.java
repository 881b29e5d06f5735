package kassa.ring.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.archive.Archive;
import kassa.ring.archive.ArchiveNotice;
import kassa.ring.outbox.Carrier;
import kassa.ring.placement.Placement;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;

/** Takes a batch to the archive, key by key, and tells the other owners what rests there. */
record ArchiveCarrier(
    NodeId self,
    Placement placement,
    Archive archive,
    Network network,
    ActorRef<HandoffActor.Command> handoff)
    implements Carrier {
  @Override
  public void carry(long batch, List<Fact> facts) {
    Map<Key, List<Fact>> byKey = new LinkedHashMap<>();
    facts.forEach(f -> byKey.computeIfAbsent(f.key(), key -> new ArrayList<>()).add(f));
    CompletableFuture<?>[] writes =
        byKey.entrySet().stream()
            .map(e -> archive.write(e.getKey(), e.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> told =
        CompletableFuture.allOf(writes)
            .handle(
                (done, failure) -> {
                  if (failure == null) {
                    notifyOwners(facts);
                    handoff.tell(new HandoffActor.Delivered(batch));
                  } else {
                    handoff.tell(new HandoffActor.Failed(batch));
                  }
                  return null;
                });
    assert told != null;
  }

  /** In messages of a bounded size: one batch may hold a thousand dots. */
  private void notifyOwners(List<Fact> facts) {
    ArchiveNotice.of(facts, placement, self)
        .forEach((owner, dots) -> network.send(owner, new RingMessage.Archived(dots)));
  }

  /** A try is the only way to know. */
  @Override
  public boolean reachable() {
    return archive.reachable();
  }
}
