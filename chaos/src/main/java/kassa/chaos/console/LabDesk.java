package kassa.chaos.console;

import java.util.Map;
import java.util.Optional;
import kassa.chaos.lab.Lab;
import kassa.gateway.console.ArchiveSchema;
import kassa.gateway.console.Exit;
import kassa.gateway.console.Refusal;

/** What every verb of the lab works with. */
record LabDesk(KassaHome home, ArchiveSchema schema, Map<String, String> environment) {
  Optional<Lab> existing() {
    return Lab.existing(home.state(), schema);
  }

  /**
   * The lab that is here.
   *
   * @throws Refusal when there is none
   */
  Lab lab() {
    return existing()
        .orElseThrow(
            () -> new Refusal(Exit.NOT_FOUND, "There is no demo here: ./kassa demo starts one."));
  }
}
