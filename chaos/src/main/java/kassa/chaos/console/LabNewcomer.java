package kassa.chaos.console;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import kassa.chaos.bench.Newcomer;
import kassa.chaos.lab.Lab;
import kassa.gateway.console.Answer;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.NodeStatus;
import kassa.gateway.console.OpsHttpClient;

/** The last node of a lab, with which its ring did not begin. */
final class LabNewcomer implements Newcomer {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Lab lab;
  private final LabConsole console;

  LabNewcomer(Lab lab, LabConsole console) {
    this.lab = lab;
    this.console = console;
  }

  @Override
  public String name() {
    return lab.nodes().get(lab.nodes().size() - 1);
  }

  @Override
  public void join() {
    console.type(ring(), List.of("node", "join", last().toString(), "--yes"));
  }

  @Override
  public boolean hasFetchedAhead() {
    return new OpsHttpClient(PATIENCE)
        .statuses(List.of(last()))
        .get(0)
        .value()
        .filter(view -> view.handover().ahead().isAll())
        .isPresent();
  }

  @Override
  public void commit() {
    console.type(ring(), List.of("ring", "commit", "--yes"));
  }

  private List<Endpoint> ring() {
    return lab.endpoints().subList(0, lab.endpoints().size() - 1);
  }

  private Endpoint last() {
    return lab.endpoints().get(lab.endpoints().size() - 1);
  }

  @Override
  public boolean findsAllArchived() {
    return all(view -> view.unarchived() == 0);
  }

  @Override
  public boolean isWhole() {
    return all(this::seesItWhole);
  }

  @Override
  public boolean isConfirmed() {
    return all(view -> !view.handover().gives());
  }

  private boolean all(Predicate<NodeStatus> say) {
    List<Answer<NodeStatus>> answers = new OpsHttpClient(PATIENCE).statuses(lab.endpoints());
    return answers.stream().allMatch(answer -> answer.value().filter(say).isPresent());
  }

  private boolean seesItWhole(NodeStatus view) {
    boolean isMember = view.members().stream().anyMatch(member -> member.node().equals(name()));
    return isMember && view.handover().lacking().isEmpty() && view.copy().isComplete();
  }
}
