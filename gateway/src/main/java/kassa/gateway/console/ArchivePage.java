package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * How a part of one node's disk compares with the archive ({@code GET /ops/archive/verify}).
 *
 * @param archiveAway why the archive could not be read, if so
 * @param archived of a single key: the dots that the archive holds, whoever else has them
 * @param next where to go on; empty at the end
 */
record ArchivePage(
    String node,
    long keys,
    long facts,
    List<Gap> gaps,
    Optional<String> archiveAway,
    Set<String> archived,
    Optional<String> next) {

  /**
   * A fact of the disk that the archive does not hold as it is.
   *
   * @param why missing, different or unreadable
   * @param owed whether the node's outbox still has to bring it
   */
  record Gap(String key, String dot, String kind, String time, String why, boolean owed) {
    boolean isMissing() {
      return why.equals("missing");
    }

    boolean isLate() {
      return isMissing() && owed;
    }
  }

  static ArchivePage from(JsonNode json) {
    if (!json.path("gaps").isArray()) {
      throw new IllegalArgumentException("not a comparison with the archive");
    }
    JsonNode archive = json.path("archive");
    return new ArchivePage(
        json.path("node").asText(),
        json.path("keys").asLong(),
        json.path("facts").asLong(),
        StreamSupport.stream(json.path("gaps").spliterator(), false).map(ArchivePage::gap).toList(),
        archive.has("why") ? Optional.of(archive.path("why").asText()) : Optional.empty(),
        StreamSupport.stream(json.path("archived").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toUnmodifiableSet()),
        json.path("next").isTextual() ? Optional.of(json.path("next").asText()) : Optional.empty());
  }

  private static Gap gap(JsonNode json) {
    return new Gap(
        json.path("key").asText(),
        json.path("dot").asText(),
        json.path("kind").asText(),
        json.path("time").asText(),
        json.path("why").asText(),
        json.path("owed").asBoolean());
  }
}
