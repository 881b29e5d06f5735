package kassa.gateway.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command line, which holds what every command understands. */
@Command(
    name = "kassa",
    versionProvider = BuiltVersion.class,
    description = "A masterless payment gateway: try it, operate it, break it.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      " 0:ok",
      " 1:error",
      " 2:usage",
      " 3:nobody reachable",
      " 4:not found",
      " 5:refused",
      "10:unhealthy",
      "11:degraded (with --strict)",
      "124:timed out"
    })
public final class KassaCommand {
  private final Surroundings surroundings;

  @Option(
      names = {"-e", "--endpoint"},
      scope = ScopeType.INHERIT,
      paramLabel = "HOST:PORT",
      description =
          "A node's management address; repeatable. Default: $KASSA_ENDPOINTS, else the running demo.")
  List<Endpoint> endpoints = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show what runs here.")
  boolean version;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORM",
      description = "table, wide or json.")
  Form form = Form.table;

  @Option(
      names = {"-w", "--watch"},
      scope = ScopeType.INHERIT,
      description = "Ask again every two seconds, until Ctrl-C.")
  boolean watch;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      paramLabel = "TIME",
      description = "How long to wait for answers, such as 500ms or 3s.")
  Duration timeout = Duration.ofSeconds(3);

  @Option(names = "--strict", scope = ScopeType.INHERIT, description = "End with 11 when degraded.")
  boolean strict;

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT,
      description = "Do not ask back.")
  boolean yes;

  @Option(
      names = "--dry-run",
      scope = ScopeType.INHERIT,
      description = "Say what would be done, and do nothing.")
  boolean dryRun;

  /** How answers are printed; lower case, as it is typed. */
  public enum Form {
    table,
    wide,
    json
  }

  KassaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  public Form form() {
    return form;
  }

  /** Whether the command should only say what it would do. */
  public boolean dryRun() {
    return dryRun;
  }

  /** Whether what is degraded should end with {@link Exit#DEGRADED}. */
  public boolean strict() {
    return strict;
  }

  /** Whom to ask: those named, else those of the environment, else those known here. */
  public List<Endpoint> endpoints() {
    if (!endpoints.isEmpty()) {
      return List.copyOf(endpoints);
    }
    String named = surroundings.environment().getOrDefault("KASSA_ENDPOINTS", "");
    if (!named.isBlank()) {
      try {
        return Arrays.stream(named.split("[, ]+", -1))
            .filter(text -> !text.isBlank())
            .map(Endpoint::parse)
            .toList();
      } catch (IllegalArgumentException unreadable) {
        throw new Refusal(Exit.USAGE, "KASSA_ENDPOINTS: " + unreadable.getMessage());
      }
    }
    return surroundings.known().get();
  }

  public OpsHttpClient ops() {
    return new OpsHttpClient(timeout);
  }
}
