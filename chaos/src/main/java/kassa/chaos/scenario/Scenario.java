package kassa.chaos.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a lab is made to suffer. */
public enum Scenario {
  /** As for an upgrade. */
  ROLLING_RESTART("Five nodes are stopped and started one by one.", 5) {
    @Override
    void play(Rehearsal rehearsal) throws InterruptedException {
      for (String node : rehearsal.nodes()) {
        rehearsal.stop(List.of(node));
        rehearsal.start(List.of(node));
        rehearsal.settle();
      }
    }
  },

  /** Owners are in distinct zones, so that two of three are left. */
  LOST_ZONE("Of six nodes in three zones, the two of one zone die at once, and come back.", 6) {
    @Override
    void play(Rehearsal rehearsal) throws InterruptedException {
      List<String> zone = rehearsal.zoneOf(rehearsal.nodes().get(0));
      rehearsal.kill(zone);
      rehearsal.goOn(Duration.ofSeconds(15));
      rehearsal.start(zone);
      rehearsal.settle();
    }
  },

  /** The power goes, everywhere. */
  COLD_START("All nodes, Cassandra and the acquirer die at once, and start again.", 3) {
    @Override
    void play(Rehearsal rehearsal) throws InterruptedException {
      rehearsal.kill(rehearsal.everything());
      rehearsal.start(rehearsal.everything());
      rehearsal.settle();
    }
  };

  private final String sentence;
  private final int nodes;

  Scenario(String sentence, int nodes) {
    this.sentence = sentence;
    this.nodes = nodes;
  }

  abstract void play(Rehearsal rehearsal) throws InterruptedException;

  public String sentence() {
    return sentence;
  }

  public int nodes() {
    return nodes;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
