package kassa.chaos.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import kassa.chaos.lab.Lab;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "stop", description = "Ends every process of the demo.")
final class DemoStopCommand extends LabCommand {
  @Option(names = "--wipe", description = "Remove all orders, ledgers and logs as well.")
  boolean wipe;

  DemoStopCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() {
    Optional<Lab> lab = desk().existing();
    if (lab.isPresent() && wipe) {
      lab.get().killAll();
    } else {
      lab.ifPresent(Lab::stopAll);
    }
    say(lab.isPresent() ? "Stopped; nothing is left running." : "No demo is running here.");
    if (wipe) {
      wipe(desk().home().state());
      say("Removed " + desk().home().state() + ".");
    } else if (lab.isPresent()) {
      say("Orders and logs stay in " + desk().home().state() + "; --wipe removes them.");
    }
    return Exit.OK;
  }

  private static void wipe(Path state) {
    if (!Files.exists(state)) {
      return;
    }
    try (Stream<Path> found = Files.walk(state)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot remove " + state, failed);
    }
  }
}
