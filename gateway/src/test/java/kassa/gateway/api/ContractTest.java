package kassa.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.order.Conflict;
import kassa.gateway.order.OrderStatus;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class ContractTest {
  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = Contract.root().findValues("$ref");

    assertFalse(references.isEmpty());
    references.forEach(reference -> Contract.at(reference.textValue()));
  }

  @Test
  void everyExampleIsAsItsSchemaSays() {
    List<String> checked = new ArrayList<>();
    walk("#", Contract.root(), checked);

    assertTrue(checked.size() >= 8, checked::toString);
  }

  /** Media types with a schema and examples. */
  private static void walk(String pointer, JsonNode node, List<String> checked) {
    if (node.path("schema").isObject() && node.path("examples").isObject()) {
      for (JsonNode example : node.get("examples")) {
        JsonNode value =
            example.has("$ref")
                ? Contract.at(example.get("$ref").textValue()).path("value")
                : example.path("value");
        assertEquals(
            List.of(), Contract.errors(pointer + "/schema", value.toString()), value.toString());
        checked.add(pointer);
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey().replace("~", "~0").replace("/", "~1");
      walk(pointer + "/" + name, field.getValue(), checked);
    }
  }

  @Test
  void everyNameThatIsWrittenIsListed() {
    assertEquals(
        names(Arrays.stream(ProblemCode.values()).map(ProblemCode::wire).toList()),
        listed("#/components/schemas/ProblemCode"));
    assertEquals(
        names(Arrays.stream(Mistake.Code.values()).map(Mistake.Code::wire).toList()),
        listed("#/components/schemas/Mistake/properties/code"));
    assertEquals(
        names(Arrays.stream(DeclineCode.values()).map(DeclineCode::wire).toList()),
        listed("#/components/schemas/DeclineCode"));
    assertEquals(
        names(Arrays.stream(OrderStatus.values()).map(OrderStatus::wire).toList()),
        listed("#/components/schemas/Status"));
    assertEquals(
        names(Arrays.stream(Conflict.Kind.values()).map(Conflict.Kind::wire).toList()),
        listed("#/components/schemas/Conflict/properties/kind"));
  }

  @Test
  void everyProblemCodeIsExplained() {
    String table = Contract.at("#/components/schemas/ProblemCode/description").textValue();

    for (ProblemCode code : ProblemCode.values()) {
      String row =
          table
              .lines()
              .filter(line -> line.contains("`" + code.wire() + "`"))
              .findFirst()
              .orElseThrow();
      assertTrue(row.contains("| " + code.status() + " |"), row);
    }
  }

  @Test
  void anAnswerThatIsNotInTheContractFails() {
    String problem = Contract.text(Problem.notFound().reply("req-1"));

    Contract.check("GET", "/v1/orders/{id}", 404, problem);
    assertThrows(
        AssertionFailedError.class, () -> Contract.check("GET", "/v1/orders/{id}", 503, problem));
    assertThrows(
        AssertionFailedError.class, () -> Contract.check("POST", "/v1/orders", 404, problem));
    assertThrows(
        AssertionFailedError.class,
        () -> Contract.check("GET", "/v1/orders/{id}", 404, problem.replace("title", "titel")));
    assertThrows(
        AssertionFailedError.class,
        () -> Contract.check("GET", "/v1/orders/{id}", 200, "{\"id\":\"ord_1\"}"));
  }

  @Test
  void aPathThatDoesNotExistIsAnsweredByAProblem() {
    Contract.check("GET", "/v1/nothing", Problem.notFound().reply("req-1"));
    Contract.check("DELETE", "/v1/orders", Problem.methodNotAllowed(Set.of("POST")).reply("req-1"));
  }

  private static Set<String> names(List<String> names) {
    return new TreeSet<>(names);
  }

  private static Set<String> listed(String pointer) {
    Set<String> listed = new TreeSet<>();
    Contract.at(pointer).path("enum").forEach(name -> listed.add(name.textValue()));
    return listed;
  }
}
