package kassa.chaos.lab;

import java.util.List;

/** Where the processes of a lab find each other. */
public sealed interface LabNetwork permits LabNetwork.Loopback, Namespaces {
  LabNetwork LOOPBACK = new Loopback();

  /** The address of what all nodes use: Cassandra and the acquirer. */
  String partners();

  /** The address of a node. */
  String host(String node);

  /** What stands before the command that starts a node, so that it runs at its address. */
  List<String> prefix(String node);

  /**
   * Makes what is needed before the first process starts.
   *
   * @throws LabFailure when the system refuses
   */
  void make(List<String> nodes);

  /** Removes what was made, all of it or what there is; to be called when no process runs. */
  void remove();

  /** All on one address, which every machine has. Nothing is made. */
  record Loopback() implements LabNetwork {
    private static final String ADDRESS = "127.0.0.1";

    @Override
    public String partners() {
      return ADDRESS;
    }

    @Override
    public String host(String node) {
      return ADDRESS;
    }

    @Override
    public List<String> prefix(String node) {
      return List.of();
    }

    @Override
    public void make(List<String> nodes) {}

    @Override
    public void remove() {}
  }
}
