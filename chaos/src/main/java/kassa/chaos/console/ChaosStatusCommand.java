package kassa.chaos.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import kassa.chaos.lab.Standing;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.TextTable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "The processes of the demo, as the system sees them.")
final class ChaosStatusCommand extends LabCommand {
  ChaosStatusCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() {
    List<Standing> standings = desk().lab().standings();
    if (json()) {
      ArrayNode data = JSON.createArrayNode();
      standings.forEach(
          one ->
              data.addObject()
                  .put("name", one.name())
                  .put("state", word(one))
                  .put("pid", one.pid())
                  .put("port", one.port())
                  .put("log", one.log().toString()));
      print("kassa.chaos.status/v1", null, data);
      return Exit.OK;
    }
    TextTable table = TextTable.withHeadings("NAME", "STATE", ">PID", ">PORT", "LOG");
    standings.forEach(
        one ->
            table.row(
                one.name(),
                word(one),
                one.pid() == 0 ? "-" : Long.toString(one.pid()),
                Integer.toString(one.port()),
                one.log().toString()));
    print(table);
    return Exit.OK;
  }

  private static String word(Standing one) {
    return one.state().name().toLowerCase(Locale.ROOT);
  }
}
