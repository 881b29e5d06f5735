package kassa.chaos.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kassa.chaos.acquirer.LedgerAudit;
import kassa.gateway.console.Exit;
import kassa.gateway.console.LedgerSource;
import kassa.gateway.console.Refusal;

/** The sandbox acquirer's ledger of the lab that is here; it may be in use. */
public record LabLedger(KassaHome home) implements LedgerSource {
  /** Of all lines; they are held in memory, at about five times their size. */
  private static final long LARGEST = 32L * 1024 * 1024;

  @Override
  public Optional<LedgerAudit> read(Optional<Path> file) {
    Path ledger = file.orElse(home.state().resolve("acquirer").resolve("ledger.jsonl"));
    if (file.isEmpty() && !Files.exists(ledger)) {
      return Optional.empty();
    }
    try {
      if (Files.size(ledger) > LARGEST) {
        throw new Refusal(
            Exit.REFUSED,
            ledger + " is larger than 32 MB: name a part of it, such as the last days.");
      }
      return Optional.of(LedgerAudit.ofText(Files.readString(ledger)));
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new Refusal(
          Exit.ERROR, "cannot read the ledger " + ledger + ": " + unreadable.getMessage());
    }
  }
}
