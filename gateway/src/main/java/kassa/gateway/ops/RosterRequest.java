package kassa.gateway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import kassa.ring.NodeId;
import kassa.ring.placement.Generation;
import kassa.ring.roster.Phase;
import kassa.ring.roster.RosterChange;
import kassa.ring.roster.RosterChange.BringUp;
import kassa.ring.roster.RosterChange.DeclareDead;
import kassa.ring.roster.RosterChange.Join;
import kassa.ring.roster.RosterChange.Leave;
import kassa.ring.roster.Seat;

/**
 * What is asked of the roster.
 *
 * @param changes those that could be read
 * @param mistakes all of them; none of the changes is to be made when there is one
 */
record RosterRequest(List<Wish> changes, List<String> mistakes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern HOST_PORT = Pattern.compile(".+:[0-9]{1,5}");

  /**
   * @param node that it is about, which the roster must know if it is not to come in
   */
  record Wish(NodeId node, RosterChange change) {
    boolean needsSeat() {
      return !(change instanceof Join);
    }
  }

  /**
   * Reads a dry run's, in the order in which they would be made: {@code declare_dead}, {@code
   * leave} and {@code bring_up}, each with nodes and commas between them.
   */
  static RosterRequest of(Map<String, String> parameters) {
    Reading reading = new Reading();
    reading.all("declare_dead", parameters, DeclareDead::new);
    reading.all("leave", parameters, Leave::new);
    reading.all("bring_up", parameters, BringUp::new);
    if (reading.changes.isEmpty() && reading.mistakes.isEmpty()) {
      reading.mistakes.add("bring_up, leave or declare_dead: one of them is needed");
    }
    return reading.done();
  }

  /** Reads one from JSON. */
  static RosterRequest of(byte[] body) {
    Reading reading = new Reading();
    JsonNode json = MissingNode.getInstance();
    try {
      json = JSON.readTree(body);
    } catch (IOException noJson) {
      reading.mistakes.add("the body is no JSON");
    }
    if (reading.mistakes.isEmpty()) {
      reading.one(json);
    }
    return reading.done();
  }

  private static final class Reading {
    private final List<Wish> changes = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    RosterRequest done() {
      return new RosterRequest(List.copyOf(changes), List.copyOf(mistakes));
    }

    void all(String name, Map<String, String> parameters, Function<NodeId, RosterChange> change) {
      if (parameters.containsKey(name)) {
        for (String text : parameters.get(name).split(",", -1)) {
          wish(read(name, text, NodeId::new), change);
        }
      }
    }

    void one(JsonNode json) {
      Optional<NodeId> node = read("node", json.path("node").asText(), NodeId::new);
      String change = json.path("change").asText();
      switch (change) {
        case "join" -> join(node, json);
        case "bring_up" -> wish(node, BringUp::new);
        case "leave" -> wish(node, Leave::new);
        case "declare_dead" -> wish(node, DeclareDead::new);
        default ->
            mistakes.add("change: '" + change + "' is not join, bring_up, leave or declare_dead");
      }
    }

    private void join(Optional<NodeId> node, JsonNode json) {
      String zone = json.path("zone").asText();
      Optional<Seat> valid = read("zone", zone, text -> seat(text, "-", "-"));
      String http = address("http", json);
      String management = address("management", json);
      JsonNode salt = json.path("salt");
      if (!salt.isInt()) {
        mistakes.add("salt: a number of 32 bits is needed, any, and the same when asked again");
      }
      if (valid.isPresent() && mistakes.isEmpty()) {
        wish(node, joining -> new Join(joining, zone, http, management, salt.intValue()));
      }
    }

    private String address(String name, JsonNode json) {
      String address = json.path(name).asText();
      Optional<Seat> valid = read(name, address, text -> seat("-", text, text));
      if (valid.isPresent() && !HOST_PORT.matcher(address).matches()) {
        mistakes.add(name + ": '" + address + "' is not host:port");
      }
      return address;
    }

    /**
     * A seat checks itself: one with a single part that was asked for tells what is wrong with it.
     */
    private static Seat seat(String zone, String http, String management) {
      return new Seat(Generation.FIRST, Phase.JOINING, zone, http, management);
    }

    private void wish(Optional<NodeId> node, Function<NodeId, RosterChange> change) {
      node.ifPresent(known -> changes.add(new Wish(known, change.apply(known))));
    }

    private <T> Optional<T> read(String name, String text, Function<String, T> reading) {
      try {
        return Optional.of(reading.apply(text));
      } catch (IllegalArgumentException no) {
        mistakes.add(name + ": " + no.getMessage());
        return Optional.empty();
      }
    }
  }
}
