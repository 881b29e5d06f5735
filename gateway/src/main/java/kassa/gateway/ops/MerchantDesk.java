package kassa.gateway.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import kassa.gateway.merchant.KeyHash;
import kassa.gateway.merchant.Merchant;
import kassa.gateway.merchant.Merchants;
import kassa.gateway.order.MerchantId;
import kassa.ring.node.RingNode;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;

/**
 * Adds merchants and rotates their keys at this node, alone if need be. It is given the hash of a
 * key that the caller made up, and never sees the key; so asking again, here or at another node, is
 * the same again. Any thread may ask.
 */
final class MerchantDesk {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RingNode node;
  private final Supplier<Merchants> merchants;

  MerchantDesk(RingNode node, Supplier<Merchants> merchants) {
    this.node = node;
    this.merchants = merchants;
  }

  /** How a change ended; its name in lower case and its status are what callers go by. */
  enum Outcome {
    ADDED(200),
    ROTATED(200),
    INVALID(400),
    UNKNOWN(404),
    EXISTS(409),
    FULL(507);

    private final int status;

    Outcome(int status) {
      this.status = status;
    }
  }

  /** Every merchant that this node knows. */
  ObjectNode list() {
    ObjectNode json = JSON.createObjectNode().put("node", node.self().value());
    ArrayNode all = json.putArray("merchants");
    merchants.get().all().forEach(merchant -> put(all.addObject(), merchant));
    return json;
  }

  CompletionStage<Answer> add(String id, String keySha256) {
    return change(id, keySha256, Merchant::added, Outcome.ADDED, Outcome.EXISTS);
  }

  CompletionStage<Answer> rotate(String id, String keySha256) {
    return change(id, keySha256, Merchant::rotated, Outcome.ROTATED, Outcome.UNKNOWN);
  }

  /**
   * @param done when the merchant has the key then
   * @param undone when it has not
   */
  private CompletionStage<Answer> change(
      String typedId,
      String typedKey,
      BiFunction<Entry, KeyHash, Entry> saying,
      Outcome done,
      Outcome undone) {
    List<String> mistakes = new ArrayList<>();
    Optional<MerchantId> id = read(typedId, MerchantId::new, mistakes);
    Optional<KeyHash> key = read(typedKey, KeyHash::new, mistakes);
    key.flatMap(merchants.get()::owner)
        .filter(owner -> !id.equals(Optional.of(owner)))
        .ifPresent(owner -> mistakes.add("this key is another merchant's"));
    if (id.isEmpty() || key.isEmpty() || !mistakes.isEmpty()) {
      return CompletableFuture.completedFuture(refused(mistakes));
    }
    return node.change(Merchant.name(id.get()), entry -> saying.apply(entry, key.get()))
        .thenApply(
            outcome -> {
              if (!(outcome instanceof ChangeOutcome.Kept kept)) {
                return new Answer(Outcome.FULL.status, json(Outcome.FULL));
              }
              Outcome end = Merchant.holds(kept.now(), key.get()) ? done : undone;
              ObjectNode json = json(end);
              put(json, Merchant.of(id.get(), kept.now()));
              return new Answer(end.status, json);
            });
  }

  private static <T> Optional<T> read(
      String typed, Function<String, T> reading, List<String> mistakes) {
    try {
      return Optional.of(reading.apply(typed));
    } catch (IllegalArgumentException no) {
      mistakes.add(String.valueOf(no.getMessage()));
      return Optional.empty();
    }
  }

  private Answer refused(List<String> mistakes) {
    ObjectNode json = json(Outcome.INVALID);
    ArrayNode all = json.putArray("mistakes");
    mistakes.forEach(all::add);
    return new Answer(Outcome.INVALID.status, json);
  }

  private ObjectNode json(Outcome outcome) {
    return JSON.createObjectNode()
        .put("node", node.self().value())
        .put("outcome", outcome.name().toLowerCase(Locale.ROOT));
  }

  private static void put(ObjectNode json, Merchant merchant) {
    json.put("merchant", merchant.id().value());
    ArrayNode current = json.putArray("current");
    merchant.current().forEach(key -> current.add(key.label()));
    ArrayNode before = json.putArray("before");
    merchant.before().forEach(key -> before.add(key.label()));
  }
}
