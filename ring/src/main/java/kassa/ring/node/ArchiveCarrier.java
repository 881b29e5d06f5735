package kassa.ring.node;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.archive.Archive;
import kassa.ring.archive.ArchiveBatch;
import kassa.ring.archive.ArchiveNotice;
import kassa.ring.outbox.Carrier;
import kassa.ring.placement.Placement;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
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
    ArchiveBatch parts = new ArchiveBatch(facts, MonotonicClock.now());
    List<ArchiveBatch.Part> first;
    synchronized (parts) {
      first = parts.begin(MonotonicClock.now());
    }
    write(batch, parts, first);
  }

  private void write(long batch, ArchiveBatch parts, List<ArchiveBatch.Part> some) {
    for (ArchiveBatch.Part part : some) {
      var unused =
          archive
              .write(part.key(), part.facts())
              .whenComplete((done, failure) -> ended(batch, parts, part, failure));
    }
  }

  private void ended(
      long batch, ArchiveBatch parts, ArchiveBatch.Part part, @Nullable Throwable failure) {
    List<ArchiveBatch.Part> next;
    boolean over;
    synchronized (parts) {
      if (failure != null && !parts.hasFailed()) {
        LOG.warn("{} and others wait, for the archive failed: {}", part.key(), failure.toString());
      }
      parts.ended(part, failure == null);
      next = parts.begin(MonotonicClock.now());
      over = parts.isOver();
    }
    write(batch, parts, next);
    if (over) {
      over(batch, parts);
    }
  }

  private void over(long batch, ArchiveBatch parts) {
    notifyOwners(parts.written());
    if (parts.isWhole()) {
      handoff.tell(new HandoffActor.Delivered(batch));
    } else {
      Set<Dot> written = parts.written().stream().map(Fact::dot).collect(toSet());
      handoff.tell(new HandoffActor.Failed(batch, written));
    }
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
