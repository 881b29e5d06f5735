package kassa.gateway.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Recorded;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import org.jspecify.annotations.Nullable;

/**
 * Between an order's facts and their payloads. Fields that are not known are skipped; a kind that
 * is not known, and a payload that does not read, become {@link OrderFact.Unrecognized}: facts are
 * never refused. Any thread may call.
 */
public final class OrderFactCodec {
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

  /** A fact is read at each step of its order, within a second or so of being recorded. */
  private static final AtomicReferenceArray<@Nullable Decoded> RECENT =
      new AtomicReferenceArray<>(4_096);

  private record Decoded(Fact fact, Recorded recorded) {}

  private OrderFactCodec() {}

  /**
   * @throws IllegalArgumentException for an unrecognized fact: its payload is not known here
   */
  public static FactDraft encode(OrderFact fact) {
    return new FactDraft(fact.kind(), OrderFactWriter.payload(JSON.getFactory(), fact));
  }

  public static List<FactDraft> encode(List<OrderFact> facts) {
    return facts.stream().map(OrderFactCodec::encode).toList();
  }

  public static Recorded decode(Fact fact) {
    int slot = Math.floorMod(fact.hashCode(), RECENT.length());
    Decoded recent = RECENT.get(slot);
    if (recent == null || !recent.fact().equals(fact)) {
      recent =
          new Decoded(
              fact, new Recorded(fact.dot(), fact.time(), read(fact.kind(), fact.payload())));
      RECENT.set(slot, recent);
    }
    return recent.recorded();
  }

  /** The order that these facts make. */
  public static Order order(OrderId id, FactSet facts) {
    return Order.of(id, facts.stream().map(OrderFactCodec::decode).toList(), facts.isWhole());
  }

  /** Reads one payload; see {@link #encode(OrderFact)}. */
  public static OrderFact read(String kind, byte[] payload) {
    try {
      JsonNode json = JSON.readTree(payload);
      return OrderFactReader.read(kind, json);
    } catch (IOException | RuntimeException unreadable) {
      return new OrderFact.Unrecognized(kind);
    }
  }
}
