package kassa.gateway.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Recorded;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;

/**
 * Between an order's facts and their payloads. Fields that are not known are skipped; a kind that
 * is not known, and a payload that does not read, become {@link OrderFact.Unrecognized}: facts are
 * never refused. Any thread may call.
 */
public final class OrderFactCodec {
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

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
    return new Recorded(fact.dot(), fact.time(), read(fact.kind(), fact.payload()));
  }

  /** The order that these facts make. */
  public static Order order(OrderId id, FactSet facts) {
    return Order.of(id, facts.stream().map(OrderFactCodec::decode).toList());
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
