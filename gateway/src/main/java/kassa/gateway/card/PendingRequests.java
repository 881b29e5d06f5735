package kassa.gateway.card;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The requests of one connection that nobody has answered yet, found by the full reference and the
 * type of the answer. The table knows of each whether it may have left the process, which is all
 * the difference between {@link AuthorizationResult.NotSent} and {@link
 * AuthorizationResult.Unknown}.
 *
 * <p>Pure, and not safe for threads: the connection guards it with a lock. Times are nanoseconds of
 * any one clock that does not jump.
 *
 * @param <T> what waits
 */
final class PendingRequests<T> {
  /**
   * What an answer is matched by. Several requests may wait for one: a first send and its repeat.
   */
  record Awaited(String reference, int answerType) {}

  /** A request's place in the table. */
  record Ticket(Awaited awaited, long deadline, long number) implements Comparable<Ticket> {
    @Override
    public int compareTo(Ticket other) {
      int order = Long.compare(deadline, other.deadline);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /**
   * A request that leaves the table without an answer.
   *
   * @param left whether a byte of it may have left
   */
  record Unanswered<T>(T request, boolean left) {}

  private static final class Place<T> {
    private final T request;
    private boolean left;

    Place(T request) {
      this.request = request;
    }
  }

  private final int capacity;
  private final TreeMap<Ticket, Place<T>> byDeadline = new TreeMap<>();
  private final Map<Awaited, List<Ticket>> byAwaited = new HashMap<>();
  private long admitted;
  private boolean closed;

  PendingRequests(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return byDeadline.size();
  }

  /** Empty when the table is full or closed: then nothing of the request may be sent. */
  Optional<Ticket> admit(Awaited awaited, T request, long deadline) {
    if (closed || byDeadline.size() >= capacity) {
      return Optional.empty();
    }
    Ticket ticket = new Ticket(awaited, deadline, admitted++);
    byDeadline.put(ticket, new Place<>(request));
    byAwaited.computeIfAbsent(awaited, any -> new ArrayList<>(1)).add(ticket);
    return Optional.of(ticket);
  }

  /** Takes back a request that was admitted and will not be sent. */
  void withdraw(Ticket ticket) {
    remove(ticket);
  }

  /**
   * Asked just before the write. From a yes on the request counts as sent, whatever becomes of the
   * write; after a no it must not be written, because it is past its deadline (rule M3) or settled.
   */
  boolean leaves(Ticket ticket, long now) {
    Place<T> place = byDeadline.get(ticket);
    if (place == null || now >= ticket.deadline()) {
      return false;
    }
    place.left = true;
    return true;
  }

  /** All that were sent and wait for this answer; none when it comes late or twice. */
  List<T> answered(Awaited awaited) {
    List<T> requests = new ArrayList<>(1);
    for (Ticket ticket : List.copyOf(byAwaited.getOrDefault(awaited, List.of()))) {
      Place<T> place = byDeadline.get(ticket);
      if (place != null && place.left) {
        requests.add(place.request);
        remove(ticket);
      }
    }
    return requests;
  }

  /** Those whose deadline is now or was before. */
  List<Unanswered<T>> expire(long now) {
    List<Unanswered<T>> expired = new ArrayList<>();
    while (!byDeadline.isEmpty() && byDeadline.firstKey().deadline() <= now) {
      Ticket ticket = byDeadline.firstKey();
      Place<T> place = byDeadline.firstEntry().getValue();
      expired.add(new Unanswered<>(place.request, place.left));
      remove(ticket);
    }
    return expired;
  }

  /** The connection is gone: all that wait. Nothing is admitted afterwards. */
  List<Unanswered<T>> close() {
    closed = true;
    List<Unanswered<T>> rest = new ArrayList<>();
    for (Place<T> place : byDeadline.values()) {
      rest.add(new Unanswered<>(place.request, place.left));
    }
    byDeadline.clear();
    byAwaited.clear();
    return rest;
  }

  private void remove(Ticket ticket) {
    byDeadline.remove(ticket);
    List<Ticket> tickets = byAwaited.get(ticket.awaited());
    if (tickets == null) {
      return;
    }
    tickets.remove(ticket);
    if (tickets.isEmpty()) {
      byAwaited.remove(ticket.awaited());
    }
  }
}
