package kassa.ring.replication;

import java.util.List;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.HybridClock;
import kassa.ring.Incarnation;
import kassa.ring.Key;

/** Names what this life of the node learns: dots without gaps, times that never go back. */
public final class Recorder {
  private final Incarnation self;
  private final HybridClock clock;
  private long seq;

  public Recorder(Incarnation self, HybridClock clock) {
    this.self = self;
    this.clock = clock;
  }

  List<Fact> record(Key key, List<FactDraft> drafts, long wall) {
    return drafts.stream()
        .map(d -> new Fact(key, new Dot(self, ++seq), clock.next(wall), d.kind(), d.payload()))
        .toList();
  }
}
