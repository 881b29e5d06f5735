package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kassa.gateway.merchant.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerchantCommandsTest {
  private static final String ADD = "/ops/merchants/acme?";
  private static final String ROTATE = "/ops/merchants/acme/rotate?";
  private static final String ALL = "/ops/merchants";

  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();

  @AfterEach
  void close() {
    n1.close();
    n2.close();
  }

  @Test
  void aNewKeyIsShownOnceAndNodesAreToldItsHashOnly() {
    n1.says(ADD, 200, outcome("added"));
    knowsWhatN1WasTold(n1, "n1");
    knowsWhatN1WasTold(n2, "n2");

    Typed typed = merchant("add", "acme");

    String key = key(typed);
    assertEquals(
        """
        Merchant acme is added. Its API key, which is shown once:
          %s
        OK  Known by n1, n2.
        Next: ./kassa orders create --api-key KEY
        """
            .formatted(key),
        typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
    FakeNode.Asked told = n1.asked().get(0);
    assertEquals("POST " + ADD + "key_sha256=" + KeyHash.of(key).hex(), line(told));
    String asked = n1.asked().toString() + n2.asked();
    assertFalse(asked.contains(key), asked);
    assertNotEquals(key, key(merchant("add", "acme")), "another key every time");
  }

  @Test
  void theNextNodeIsToldTheSameWhenOneIsSilentOrDoesNotKnowTheMerchant() {
    n1.says(ROTATE, 404, outcome("unknown"));
    n2.says(ROTATE, 200, outcome("rotated"));
    n1.says(ALL, list("n1", "[]"));
    n2.says(ALL, list("n2", "[]"));
    FakeNode gone = new FakeNode();
    gone.close();
    List<Endpoint> all = List.of(gone.endpoint(), n1.endpoint(), n2.endpoint());

    Typed typed = Typed.command(all, "merchant", "rotate-key", "acme", "--timeout", "300ms");

    assertEquals(Exit.OK.code(), typed.exit(), typed.err());
    String told = ROTATE + "key_sha256=" + KeyHash.of(key(typed)).hex();
    assertEquals("POST " + told, line(n1.asked().get(0)));
    assertEquals("POST " + told, line(n2.asked().get(0)));
  }

  @Test
  void whoDoesNotKnowAKeyYetIsNamed() {
    n1.says(ADD, 200, outcome("added"));
    knowsWhatN1WasTold(n1, "n1");
    n2.says(ALL, list("n2", "[]"));

    Typed typed = merchant("add", "acme", "--timeout", "300ms", "--strict");
    JsonNode json = json(merchant("add", "acme", "--timeout", "300ms", "-o", "json"));

    assertTrue(typed.out().contains("DEGRADED  Known by n1. Not yet by n2."), typed.out());
    assertTrue(typed.out().contains("It is on one disk until then"), typed.out());
    assertEquals(Exit.DEGRADED.code(), typed.exit());
    assertEquals("kassa.merchant.key/v1", json.path("schema").asText());
    assertEquals("[\"n1\"]", json.at("/data/known_by").toString());
    assertEquals("[\"n2\"]", json.at("/data/not_yet_by").toString());
    assertEquals(
        KeyHash.of(json.at("/data/api_key").asText()).label(), json.at("/data/key").asText());
  }

  @Test
  void anExistingMerchantIsNotAddedAndNoKeyIsShown() {
    n1.says(ADD, 409, outcome("exists"));

    Typed typed = merchant("add", "acme");

    assertEquals(Exit.REFUSED.code(), typed.exit());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("./kassa merchant rotate-key acme"), typed.err());
    assertEquals(List.of(), n2.asked());
  }

  @Test
  void aMerchantThatNobodyKnowsIsNotFoundAndWithoutRoomNothingIsAdded() {
    n1.says(ADD, 507, outcome("full"));

    assertEquals(Exit.NOT_FOUND.code(), merchant("rotate-key", "acme").exit());
    assertEquals(Exit.REFUSED.code(), merchant("add", "acme").exit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Acme", "acme shop", "a-name-that-is-too-long", "acme/1"})
  void aNameThatIsNoneIsRefusedBeforeAnybodyIsAsked(String name) {
    Typed typed = merchant("add", name);

    assertEquals(Exit.USAGE.code(), typed.exit());
    assertEquals(List.of(), n1.asked());
  }

  @Test
  void aDryRunTellsNobody() {
    assertEquals("Merchant acme would be added.\n", merchant("add", "acme", "--dry-run").out());
    assertEquals(List.of(), n1.asked());
  }

  @Test
  void merchantsAreListedWithWhoKnowsThem() {
    String demo = "{\"merchant\":\"demo\",\"current\":[\"aaa\"],\"before\":[]}";
    String acme = "{\"merchant\":\"acme\",\"current\":[\"bbb\",\"ccc\"],\"before\":[\"ddd\"]}";
    n1.says(ALL, list("n1", "[" + acme + "," + demo + "]"));
    n2.says(ALL, list("n2", "[" + demo + "]"));

    Typed typed = merchant("list");
    JsonNode json = json(merchant("list", "-o", "json"));

    assertEquals(
        """
        MERCHANT  KEYS     UNTIL THE NEXT ROTATION  KNOWN BY
        acme      bbb ccc  ddd                      n1
        demo      aaa      -                        n1, n2
        DEGRADED  They do not know the same yet: they will when they reach each other.
        """,
        typed.out());
    assertEquals(Exit.DEGRADED.code(), merchant("list", "--strict").exit());
    assertFalse(json.at("/data/agreed").asBoolean());
    assertEquals("[\"n1\"]", json.at("/data/merchants/0/known_by").toString());
  }

  private Typed merchant(String... words) {
    List<String> all = new ArrayList<>(List.of("merchant"));
    all.addAll(List.of(words));
    return Typed.command(List.of(n1.endpoint(), n2.endpoint()), all.toArray(String[]::new));
  }

  /** As if it had spread from the first node at once. */
  private void knowsWhatN1WasTold(FakeNode node, String name) {
    Pattern hash = Pattern.compile("key_sha256=([0-9a-f]{64})");
    node.says(
        ALL,
        200,
        () ->
            list(
                name,
                n1.asked().stream()
                    .map(asked -> hash.matcher(asked.path()))
                    .filter(Matcher::find)
                    .map(found -> new KeyHash(found.group(1)).label())
                    .map(label -> "{\"merchant\":\"acme\",\"current\":[\"" + label + "\"]}")
                    .collect(Collectors.joining(",", "[", "]"))));
  }

  private static String key(Typed typed) {
    return typed
        .out()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("sk_test_"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(typed.out() + typed.err()));
  }

  private static String line(FakeNode.Asked asked) {
    return asked.method() + " " + asked.path();
  }

  private static String outcome(String outcome) {
    return "{\"node\":\"n1\",\"outcome\":\"" + outcome + "\"}";
  }

  private static String list(String node, String merchants) {
    return "{\"node\":\"" + node + "\",\"merchants\":" + merchants + "}";
  }

  private static JsonNode json(Typed typed) {
    try {
      return new ObjectMapper().readTree(typed.out());
    } catch (java.io.IOException notJson) {
      throw new AssertionError(typed.out(), notJson);
    }
  }
}
