package kassa.chaos.console;

import java.nio.file.Path;
import java.time.Year;
import java.util.List;
import java.util.stream.Collectors;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.SampleOrder;

/**
 * What a newcomer reads when everything runs.
 *
 * @param alias a second port of the first node; 0 for none
 * @param key a fresh idempotency key
 */
record Welcome(
    List<Endpoint> merchants,
    List<Endpoint> management,
    int alias,
    Endpoint archive,
    Path state,
    String key,
    Year year) {

  String text() {
    return """

          merchant API   %1$s%2$s
          API keys       sk_test_demo, sk_test_other
          management     %3$s
          archive        Cassandra at %4$s
          logs and data  %5$s

        Place an order, at any node:

          %6$s

        Then try:

          ./kassa orders create                 the same, shorter
          ./kassa order explain ID              its facts on every node and in Cassandra
          ./kassa ring status                   who sees whom
          ./kassa chaos kill n%7$d                 orders go on; see ring status
          ./kassa chaos resume n%7$d               the hints drain
          ./kassa chaos cassandra stop          orders go on
        """
        .formatted(
            merchants.stream().map(e -> "http://" + e).collect(Collectors.joining("  ")),
            alias == 0 ? "" : "  (" + alias + " is another port of the first)",
            management.stream().map(Endpoint::toString).collect(Collectors.joining("  ")),
            archive,
            state,
            curl(),
            merchants.size());
  }

  String curl() {
    return "curl -sS -i http://%s/v1/orders -u sk_test_demo: -H 'Content-Type: application/json' -H 'Idempotency-Key: %s' -d '%s'"
        .formatted(merchants.get(0), key, SampleOrder.approved(key, year).json());
  }
}
