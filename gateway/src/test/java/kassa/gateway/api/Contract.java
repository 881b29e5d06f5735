package kassa.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import kassa.gateway.http.Reply;

/** The published contract, to hold answers against. Any thread may call. */
public final class Contract {
  private static final String DOCUMENT = "openapi.yaml";
  private static final JsonNode ROOT = document();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private Contract() {}

  /**
   * Fails when an answer is not as the contract has it.
   *
   * @param path as in the contract, for instance {@code /v1/orders/{id}}. A method that the path
   *     does not have, and a path that the contract does not have, are answered by a problem
   * @param body may be empty
   */
  public static void check(String method, String path, int status, String body) {
    JsonNode operation = ROOT.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    if (operation.isMissingNode()) {
      assertTrue(status == 404 || status == 405, "status " + status);
      problem(status, "#/components/schemas/Problem", body);
      return;
    }
    String pointer = "#/paths/" + escaped(path) + "/" + method.toLowerCase(Locale.ROOT);
    JsonNode response = operation.path("responses").path(Integer.toString(status));
    assertFalse(response.isMissingNode(), () -> method + " " + path + " does not answer " + status);
    String responsePointer =
        response.has("$ref") ? response.get("$ref").textValue() : pointer + "/responses/" + status;
    JsonNode content = at(responsePointer).path("content");
    if (content.isMissingNode()) {
      assertEquals("", body, "a " + status + " has no body");
      return;
    }
    String mediaType = content.fieldNames().next();
    String schema = responsePointer + "/content/" + escaped(mediaType) + "/schema";
    if (mediaType.equals(Problem.MEDIA_TYPE)) {
      problem(status, schema, body);
    } else if (mediaType.equals(Reply.JSON)) {
      assertEquals(List.of(), errors(schema, body), () -> method + " " + path + ": " + body);
    }
  }

  /** Also that the media type and the headers are those of the contract. */
  public static void check(String method, String path, Reply reply) {
    check(method, path, reply.status(), text(reply));

    JsonNode response =
        ROOT.path("paths")
            .path(path)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses")
            .path(Integer.toString(reply.status()));
    if (response.isMissingNode()) {
      return;
    }
    JsonNode resolved = resolved(response);
    if (resolved.has("content")) {
      assertEquals(resolved.get("content").fieldNames().next(), reply.mediaType());
    } else {
      assertEquals("", reply.mediaType());
    }
    for (Map.Entry<String, JsonNode> header : resolved.path("headers").properties()) {
      String value = reply.headers().get(header.getKey());
      assertNotNull(value, () -> reply.status() + " lacks " + header.getKey());
      JsonNode schema = resolved(header.getValue()).path("schema");
      assertTrue(
          value.matches(schema.path("pattern").asText(".+")), () -> header.getKey() + ": " + value);
    }
  }

  /** Whether the contract allows such a body in a request. */
  static boolean allowsRequest(String body) {
    return errors("#/components/schemas/OrderRequest", body).isEmpty();
  }

  static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  static JsonNode root() {
    return ROOT;
  }

  static List<Error> errors(String schemaPointer, String json) {
    Schema schema = SCHEMAS.computeIfAbsent(schemaPointer, Contract::schema);
    return schema.validate(
        json,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  /** By itself, with the named schemas beside it: OpenAPI's other keywords are no JSON Schema. */
  private static Schema schema(String pointer) {
    ObjectNode schema = at(pointer).deepCopy();
    schema.set("$defs", at("#/components/schemas"));
    String text = schema.toString().replace("#/components/schemas/", "#/$defs/");
    return REGISTRY.getSchema(text, InputFormat.JSON);
  }

  /** The node that a local reference points to. */
  static JsonNode at(String reference) {
    JsonNode node = ROOT.at(reference.substring(1));
    assertFalse(node.isMissingNode(), reference);
    return node;
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? at(node.get("$ref").textValue()) : node;
  }

  private static void problem(int status, String schema, String body) {
    assertEquals(List.of(), errors(schema, body), body);
    try {
      assertEquals(status, new YAMLMapper().readTree(body).path("status").intValue(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode document() {
    try (InputStream yaml =
        Objects.requireNonNull(Contract.class.getClassLoader().getResourceAsStream(DOCUMENT))) {
      return new YAMLMapper().readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
