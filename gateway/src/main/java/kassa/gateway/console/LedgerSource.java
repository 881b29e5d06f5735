package kassa.gateway.console;

import java.nio.file.Path;
import java.util.Optional;
import kassa.gateway.verify.Ledger;

/** Where the acquirer's ledger is read, anew at each call. */
@FunctionalInterface
public interface LedgerSource {
  /**
   * @param file that somebody named; otherwise the one that is known here
   * @return nothing when none was named, and none is known
   * @throws Refusal when it cannot be read
   */
  Optional<? extends Ledger> read(Optional<Path> file);
}
