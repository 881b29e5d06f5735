package kassa.chaos.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import kassa.chaos.lab.LabFailure;
import kassa.chaos.lab.LabNetwork;
import kassa.chaos.lab.Namespaces;

/** What a lab is made to suffer. */
public enum Scenario {
  /** As for an upgrade. */
  ROLLING_RESTART("Five nodes are stopped and started one by one.", 5) {
    @Override
    void play(Rehearsal rehearsal) throws InterruptedException {
      for (String node : rehearsal.nodes()) {
        restart(rehearsal, node);
      }
    }
  },

  /** Whoever goes hands over what it had, and whoever comes gets it. */
  COMING_AND_GOING(
      "To a ring of five a sixth node comes; one leaves, and comes again in place of one that is lost; all restart.",
      6,
      1) {
    @Override
    void play(Rehearsal rehearsal) throws InterruptedException {
      rehearsal.operate("node", "join", rehearsal.management("n6"), "--yes");
      rehearsal.operate("ring", "commit", "--yes");
      rehearsal.settle();
      rehearsal.operate("node", "leave", "n1", "--yes");
      rehearsal.untilAllKnow("n1", "left");
      rehearsal.stop(List.of("n1"));
      rehearsal.wipe("n1");
      rehearsal.goOn(Duration.ofSeconds(10));
      rehearsal.start(List.of("n1"));
      rehearsal.kill(List.of("n2"));
      rehearsal.wipe("n2");
      rehearsal.operate("node", "join", rehearsal.management("n1"), "--yes");
      rehearsal.operate("node", "replace", "n2", "--by", "n1", "--yes");
      rehearsal.settle();
      for (String node : rehearsal.running()) {
        restart(rehearsal, node);
      }
    }
  },

  /** Two rings out of one, each of which counts nodes of the other as lost. */
  CUT_IN_TWO(
      "Five nodes are cut 2|3; on each side one comes and one of the other is declared dead; healed, they are one ring of seven.",
      7,
      2) {
    @Override
    public void require() {
      Namespaces.require();
    }

    @Override
    public LabNetwork network() {
      return Namespaces.beside();
    }

    @Override
    void play(Rehearsal rehearsal) throws InterruptedException {
      List<String> two = List.of("n1", "n2", "n6");
      List<String> three = List.of("n3", "n4", "n5", "n7");
      rehearsal.cut(two, three);
      changeOneSide(rehearsal, two, "n6", "n3");
      changeOneSide(rehearsal, three, "n7", "n1");
      rehearsal.goOn(Duration.ofSeconds(20));
      rehearsal.heal(two, three);
      for (String alive : List.of("n1", "n3")) {
        rehearsal.untilAllKnow(alive, "joining");
      }
      rehearsal.operate("ring", "commit", "--yes");
      for (String node : rehearsal.nodes()) {
        rehearsal.untilAllKnow(node, "up");
      }
      rehearsal.settle();
    }

    private void changeOneSide(Rehearsal rehearsal, List<String> side, String comes, String lost) {
      rehearsal.operateAt(side, "node", "join", rehearsal.management(comes), "--yes");
      rehearsal.operateAt(side, "ring", "commit", "--yes");
      rehearsal.operateAt(side, "node", "declare-dead", lost, "--yes");
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
  },

  /** Whoever takes a connection and gives nothing for it must not keep customers out. */
  SLOW_SOCKETS(
      "2,000 slow senders and slow readers hold connections at each of three nodes: at most 1 % of checkouts fail.",
      3) {
    private static final int EACH = 2_000;
    private static final int SPARE_FILES = 1_000;

    @Override
    public void require() {
      OpenFiles.require(nodes() * EACH + SPARE_FILES);
    }

    @Override
    void play(Rehearsal rehearsal) throws InterruptedException {
      try (SlowSockets slow = rehearsal.slowSockets(EACH)) {
        for (int i = 0; i < 3; i++) {
          rehearsal.goOn(Duration.ofSeconds(20));
          rehearsal.say(
              "%d slow sockets are there; so far one was sent away and came again %d times"
                  .formatted(slow.connected(), slow.sentAway()));
          if (slow.connected() < nodes() * EACH / 2) {
            throw new LabFailure("so few slow sockets are there that they show nothing.");
          }
        }
        rehearsal.settle();
      }
    }

    @Override
    public List<String> wrong(Verdict verdict) {
      return verdict.notAtOnce() * 100 > verdict.meanwhile()
          ? List.of(
              "more than 1 %% of checkouts failed: %d, and %d customers came meanwhile"
                  .formatted(verdict.notAtOnce(), verdict.meanwhile()))
          : List.of();
    }
  };

  private final String sentence;
  private final int nodes;
  private final int newcomers;

  Scenario(String sentence, int nodes) {
    this(sentence, nodes, 0);
  }

  Scenario(String sentence, int nodes, int newcomers) {
    this.sentence = sentence;
    this.nodes = nodes;
    this.newcomers = newcomers;
  }

  abstract void play(Rehearsal rehearsal) throws InterruptedException;

  /** As an operator does who is in no hurry. */
  private static void restart(Rehearsal rehearsal, String node) throws InterruptedException {
    rehearsal.operate("node", "drain", node);
    rehearsal.stop(List.of(node));
    rehearsal.start(List.of(node));
    rehearsal.settle();
  }

  /**
   * Looks whether this process can play it, before a lab is started.
   *
   * @throws LabFailure when it cannot; says what to do
   */
  public void require() {}

  /** What its lab is to be on. */
  public LabNetwork network() {
    return LabNetwork.LOOPBACK;
  }

  /** What must not be here, beside what must never be; in lines. */
  public List<String> wrong(Verdict verdict) {
    return List.of();
  }

  public String sentence() {
    return sentence;
  }

  public int nodes() {
    return nodes;
  }

  /** How many of the nodes are not in the ring at first. */
  public int newcomers() {
    return newcomers;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
