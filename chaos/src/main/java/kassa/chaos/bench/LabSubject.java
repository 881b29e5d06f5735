package kassa.chaos.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.Progress;
import kassa.chaos.lab.Standing;
import kassa.gateway.console.Answer;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.NodeStatus;
import kassa.gateway.console.OpsHttpClient;

/**
 * A lab as the system that is measured.
 *
 * @param merchantEndpoints where customers go
 */
public record LabSubject(Lab lab, List<Endpoint> merchantEndpoints, String description)
    implements Subject {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public List<String> nodes() {
    return lab.nodes();
  }

  @Override
  public Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    for (Standing standing : lab.standings()) {
      if (standing.state() != Standing.State.DEAD) {
        processes.put(standing.name(), standing.pid());
      }
    }
    return processes;
  }

  @Override
  public void kill(String name) {
    lab.kill(name);
  }

  @Override
  public void start(List<String> names) {
    lab.startTogether(names, Progress.silent());
  }

  @Override
  public OptionalLong hintsFor(String node) {
    long hints = 0;
    List<Answer<NodeStatus>> answers = new OpsHttpClient(PATIENCE).statuses(lab.endpoints());
    for (int i = 0; i < answers.size(); i++) {
      if (lab.nodes().get(i).equals(node)) {
        continue;
      }
      Optional<NodeStatus> status = answers.get(i).value();
      if (status.isEmpty()) {
        return OptionalLong.empty();
      }
      hints +=
          status.get().members().stream()
              .filter(member -> member.node().equals(node))
              .mapToLong(NodeStatus.Member::hints)
              .sum();
    }
    return OptionalLong.of(hints);
  }
}
