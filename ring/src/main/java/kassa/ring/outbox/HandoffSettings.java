package kassa.ring.outbox;

import java.util.List;
import kassa.ring.Bound;

/**
 * How eagerly an outbox is emptied; all times in milliseconds.
 *
 * @param pause after an outbox was emptied; too small and each fact travels alone, too large and
 *     the destination lags
 * @param grace how old an entry of this node's own facts must be: its append is still delivering
 *     younger ones
 * @param foreignGrace the same for entries of facts that others recorded and will deliver
 *     themselves
 * @param timeout after which a batch counts as failed
 * @param rest how many times as long as a batch took nothing is sent after it. What comes back
 *     after hours is given hours of work at once, and customers wait behind it; too large and the
 *     destination does not catch up
 * @param backoff between failures
 * @param maxFacts in one batch
 * @param maxBytes of payload in one batch; a batch must fit one message
 */
public record HandoffSettings(
    long pause,
    long grace,
    long foreignGrace,
    long timeout,
    int rest,
    Backoff backoff,
    int maxFacts,
    int maxBytes) {
  /** Towards a peer. */
  public static final HandoffSettings TO_PEER =
      new HandoffSettings(250, 1_000, 1_000, 5_000, 0, new Backoff(200, 5_000), 400, 96 * 1024);

  /** Towards the archive: per order about a second after its facts, so that one batch has all. */
  public static final HandoffSettings TO_ARCHIVE =
      new HandoffSettings(500, 400, 10_000, 15_000, 1, new Backoff(500, 10_000), 1_000, 512 * 1024);

  /**
   * @param name of the destination
   */
  public List<Bound> bounds(String name) {
    String next = "the rest goes with the next batch";
    return List.of(
        Bound.of("handoff." + name + ".facts", maxFacts, "facts", next),
        Bound.of("handoff." + name + ".bytes", maxBytes, "bytes", next),
        Bound.of("handoff." + name + ".time", timeout, "ms", "counts as failed; sent again"));
  }
}
