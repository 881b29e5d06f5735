package kassa.gateway.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import kassa.ring.AppendOutcome;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.Ring;
import kassa.ring.placement.PreferenceList;

/** A ring that reads what it was told, and appends nothing. */
final class FakeRing implements Ring {
  private final Map<Key, ReadOutcome> reads = new ConcurrentHashMap<>();
  private volatile boolean hasMetEnough = true;

  void hasMetEnough(boolean now) {
    hasMetEnough = now;
  }

  FakeRing holds(Key key, FactSet facts) {
    reads.put(key, new ReadOutcome.Found(facts, 2));
    return this;
  }

  @Override
  public NodeId self() {
    return new NodeId("n1");
  }

  @Override
  public List<NodeId> nodes() {
    return List.of(self());
  }

  @Override
  public PreferenceList preference(Key key) {
    return new PreferenceList(nodes(), List.of());
  }

  @Override
  public List<NodeId> homes(Key key) {
    return nodes();
  }

  @Override
  public boolean reachable(NodeId node) {
    return true;
  }

  @Override
  public boolean hasMetEnough() {
    return hasMetEnough;
  }

  @Override
  public FactSet local(Key key) {
    return FactSet.EMPTY;
  }

  @Override
  public CompletionStage<AppendOutcome> append(Key key, List<FactDraft> drafts, Duration timeout) {
    throw new AssertionError("the edge appends nothing");
  }

  @Override
  public CompletionStage<AppendOutcome> ensure(Key key, FactSet facts, Duration timeout) {
    throw new AssertionError("the edge appends nothing");
  }

  @Override
  public CompletionStage<ReadOutcome> read(Key key, Duration timeout) {
    return CompletableFuture.completedFuture(reads.getOrDefault(key, new ReadOutcome.NotFound()));
  }
}
