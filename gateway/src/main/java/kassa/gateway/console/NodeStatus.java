package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * What one node says of itself and of the others ({@code GET /ops/status}). Times are by that
 * node's clock; ages are therefore taken against its {@code now}, never against ours.
 *
 * @param startedAt when this incarnation started
 * @param clusterStatus one of up, weakly_up, joining, none
 * @param clock how far this node's clock is off, if a majority of the others says so
 * @param clockBound milliseconds that two clocks which are right may differ
 * @param members all of the descriptor, itself included
 * @param unarchived facts that this node still has to bring to the archive
 * @param copy of its partitions
 * @param disk what it has room for
 * @param draining whether it was told to begin no more orders
 * @param handover what is not done yet of changes of the ring
 */
public record NodeStatus(
    String node,
    String incarnation,
    String ring,
    String descriptor,
    int partitions,
    int n,
    int w,
    int r,
    Instant startedAt,
    Instant now,
    String clusterStatus,
    Optional<Skew> clock,
    long clockBound,
    List<Member> members,
    long unarchived,
    Optional<Instant> oldestUnarchived,
    boolean archiveReachable,
    String acquirer,
    boolean acquirerConnected,
    long openOrders,
    Copy copy,
    Disk disk,
    Draining draining,
    Handover handover) {

  /**
   * What a node's own copy of its partitions is worth.
   *
   * @param standing created, replaced (a lost disk, to be refilled) or new
   * @param complete how many of the partitions it certainly holds all of
   * @param owned how many it must hold
   * @param repaired facts that it lacked, and got by comparing its copy with others
   * @param filled facts with which a lost disk was refilled
   * @param passes how often all of it was compared
   * @param evicted keys whose facts it left to the archive, in this life
   * @param evictionRefused how often the archive turned out to lack some of a key
   * @param stubs keys of which some facts are in the archive alone
   */
  public record Copy(
      String standing,
      int complete,
      int owned,
      long repaired,
      long filled,
      long passes,
      long evicted,
      long evictionRefused,
      long stubs) {
    static Copy from(JsonNode json) {
      return new Copy(
          json.path("standing").asText("unknown"),
          json.path("complete").asInt(),
          json.path("owned").asInt(),
          json.path("repaired").asLong(),
          json.path("filled").asLong(),
          json.path("passes").asLong(),
          json.path("evicted").asLong(),
          json.path("eviction_refused").asLong(),
          json.path("stubs").asLong());
    }

    /** Whether it certainly holds all that it must. */
    public boolean isComplete() {
      return complete == owned;
    }
  }

  /**
   * What a node's disk has room for.
   *
   * @param level ample, low (no new orders) or spent (nothing that others bring)
   * @param why space, owed, silent, or nothing
   * @param owed about how many entries its outbox has
   */
  public record Disk(String level, String why, long free, long owed) {
    static Disk from(JsonNode json) {
      return new Disk(
          json.path("level").asText("ample"),
          json.path("why").asText("nothing"),
          json.path("free_bytes").asLong(),
          json.path("owed").asLong());
    }

    boolean takesNewOrders() {
      return level.equals("ample");
    }
  }

  /**
   * Whether a node was told to begin no more orders.
   *
   * @param atHome checkouts that are at home there now
   */
  public record Draining(boolean on, long atHome) {
    static Draining from(JsonNode json) {
      return new Draining(json.path("on").asBoolean(), json.path("at_home").asLong());
    }
  }

  /**
   * How far a node is with what others own since the ring changed, and with what it owns itself.
   *
   * @param era names who owns what by this node
   * @param gives whether it holds, or owes, something that it has not entered for those who own it
   * @param left partitions of which it still has to enter what it holds
   * @param leftSeconds how long that takes; empty when nobody can tell
   * @param entered entries that it made for them
   * @param enteredPerSecond how fast, by the node's window
   * @param lacks partitions of its own of which it may not have all
   * @param lacksPerSecond how fast those become fewer
   * @param lacksSeconds how long that takes; empty when nobody can tell
   * @param ahead what it fetches before it owns it
   * @param window in seconds, by which rates are taken
   * @param lacking owners of whom it does not know that they have what was stored before
   * @param former owners of before that may hold, or owe, what others own now
   */
  public record Handover(
      String era,
      boolean gives,
      int left,
      OptionalLong leftSeconds,
      long entered,
      double enteredPerSecond,
      int lacks,
      double lacksPerSecond,
      OptionalLong lacksSeconds,
      Ahead ahead,
      long window,
      List<String> lacking,
      List<String> former) {
    static Handover from(JsonNode json) {
      return new Handover(
          json.path("era").asText(),
          json.path("gives").asBoolean(),
          json.path("left").asInt(),
          seconds(json.path("left_seconds")),
          json.path("entered").asLong(),
          json.path("entered_per_second").asDouble(),
          json.path("lacks").asInt(),
          json.path("lacks_per_second").asDouble(),
          seconds(json.path("lacks_seconds")),
          Ahead.from(json.path("ahead")),
          json.path("window_seconds").asLong(),
          texts(json.path("lacking")),
          texts(json.path("former_owners")));
    }
  }

  /**
   * How far a node that is joining has fetched what it will own.
   *
   * @param fetched partitions that it went through with one of their owners
   * @param of that it will own; 0 when it is not joining
   * @param secondsLeft empty when nobody can tell
   */
  public record Ahead(int fetched, int of, OptionalLong secondsLeft) {
    static Ahead from(JsonNode json) {
      return new Ahead(
          json.path("fetched").asInt(), json.path("of").asInt(), seconds(json.path("seconds")));
    }

    public boolean isAll() {
      return of > 0 && fetched == of;
    }
  }

  /**
   * One member as another one sees it.
   *
   * @param owns the share of partitions it owns first, 0 to 1
   * @param clockAhead milliseconds that its clock is ahead of the clock of the node that speaks
   * @param since when {@code reachable} last changed
   * @param hints what waits for it at the node that speaks
   * @param hintsCapped whether it stopped counting, so that there are more
   * @param hintsPerSecond how fast that leaves, by the node's window
   * @param hintsSecondsLeft how long that takes; empty when nobody can tell
   */
  public record Member(
      String node,
      String zone,
      String http,
      String management,
      double owns,
      boolean reachable,
      Optional<Long> clockAhead,
      Optional<Instant> since,
      long hints,
      Optional<Instant> oldestHint,
      boolean hintsCapped,
      double hintsPerSecond,
      OptionalLong hintsSecondsLeft) {
    static Member from(JsonNode json) {
      return new Member(
          json.path("node").asText(),
          json.path("zone").asText(),
          json.path("http").asText(),
          json.path("management").asText(),
          json.path("owns").asDouble(),
          json.path("reachable").asBoolean(),
          number(json.path("clock_ahead_ms")),
          instant(json.path("since")),
          json.path("hints").asLong(),
          instant(json.path("oldest_hint")),
          json.path("hints_capped").asBoolean(),
          json.path("hints_per_second").asDouble(),
          seconds(json.path("hints_seconds_left")));
    }
  }

  /**
   * A clock that is off.
   *
   * @param ahead milliseconds; negative when it is behind
   * @param witnesses the nodes that say so
   */
  public record Skew(long ahead, List<String> witnesses) {
    static Optional<Skew> from(JsonNode json) {
      return json.path("off").asBoolean()
          ? Optional.of(new Skew(json.path("ahead_ms").asLong(), texts(json.path("witnesses"))))
          : Optional.empty();
    }
  }

  /**
   * Reads an answer; fields that are not known are passed over, so that an old console can ask a
   * newer node.
   *
   * @throws IllegalArgumentException when it is not a status at all
   */
  static NodeStatus from(JsonNode json) {
    if (!json.path("node").isTextual() || !json.path("members").isArray()) {
      throw new IllegalArgumentException("not a node's status");
    }
    return new NodeStatus(
        json.path("node").asText(),
        json.path("incarnation").asText(),
        json.path("ring").asText(),
        json.path("descriptor").asText(),
        json.path("partitions").asInt(),
        json.path("n").asInt(),
        json.path("w").asInt(),
        json.path("r").asInt(),
        instant(json.path("started_at")).orElse(Instant.EPOCH),
        instant(json.path("now")).orElse(Instant.EPOCH),
        json.path("cluster_status").asText("none"),
        Skew.from(json.path("clock")),
        json.path("clock").path("bound_ms").asLong(Long.MAX_VALUE),
        StreamSupport.stream(json.path("members").spliterator(), false).map(Member::from).toList(),
        json.path("unarchived").asLong(),
        instant(json.path("oldest_unarchived")),
        json.path("archive").path("reachable").asBoolean(),
        json.path("acquirer").path("name").asText("acquirer"),
        json.path("acquirer").path("connected").asBoolean(),
        json.path("open_orders").asLong(),
        Copy.from(json.path("copy")),
        Disk.from(json.path("disk")),
        Draining.from(json.path("draining")),
        Handover.from(json.path("handover")));
  }

  boolean takesNewOrders() {
    return disk.takesNewOrders() && !draining.on();
  }

  long sees() {
    return members.stream().filter(Member::reachable).count();
  }

  /** Where it could keep an order now: the nodes it sees, itself among them, and the archive. */
  long places() {
    return sees() + (archiveReachable ? 1 : 0);
  }

  Optional<Member> member(String id) {
    return members.stream().filter(member -> member.node().equals(id)).findFirst();
  }

  /** A number of seconds; empty for null or absent. */
  static OptionalLong seconds(JsonNode json) {
    return json.isIntegralNumber() ? OptionalLong.of(json.asLong()) : OptionalLong.empty();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Optional<Long> number(JsonNode json) {
    return json.isIntegralNumber() ? Optional.of(json.asLong()) : Optional.empty();
  }

  /** An RFC 3339 time; empty for null, absent or unreadable text. */
  static Optional<Instant> instant(JsonNode json) {
    if (!json.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(json.asText()));
    } catch (java.time.format.DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
