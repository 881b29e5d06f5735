package kassa.gateway.wire;

import java.time.Instant;
import kassa.gateway.card.CardDetails;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.OutcomeUnknown;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderId;
import kassa.gateway.wire.CheckoutParcel.Answered;
import kassa.gateway.wire.CheckoutParcel.Hand;
import kassa.gateway.wire.CheckoutParcel.Received;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Replicas;
import kassa.ring.wire.ByteReader;
import kassa.ring.wire.ByteWriter;
import kassa.ring.wire.FactCodec;

/** The compact binary form of parcels: a version byte, a tag, the parts. Tags are never reused. */
public final class CheckoutParcelCodec {
  private static final int VERSION = 1;

  private static final int HAND = 1;
  private static final int RECEIVED = 2;
  private static final int ORDERED = 3;
  private static final int KEY_REUSED = 4;
  private static final int NOTHING_HAPPENED = 5;
  private static final int OUTCOME_UNKNOWN = 6;

  private CheckoutParcelCodec() {}

  public static byte[] encode(CheckoutParcel parcel) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    if (parcel instanceof Hand hand) {
      write(out.u8(HAND).i64(hand.forward()), hand.checkout());
    } else if (parcel instanceof Received received) {
      out.u8(RECEIVED).i64(received.forward());
    } else if (parcel instanceof Answered answered) {
      write(out, answered.forward(), answered.answer());
    }
    return out.toBytes();
  }

  /**
   * @throws ByteReader.Malformed when the bytes are no parcel of a version known here
   */
  public static CheckoutParcel decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new ByteReader.Malformed("parcel of version " + version, null);
    }
    try {
      CheckoutParcel parcel = parcel(in.u8(), in.i64(), in);
      in.end();
      return parcel;
    } catch (ByteReader.Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ByteReader.Malformed("a part is out of its range", e);
    }
  }

  private static CheckoutParcel parcel(int tag, long forward, ByteReader in) {
    return switch (tag) {
      case HAND -> new Hand(forward, checkout(in));
      case RECEIVED -> new Received(forward);
      case ORDERED -> new Answered(forward, ordered(in));
      case KEY_REUSED -> new Answered(forward, new KeyReused());
      case NOTHING_HAPPENED -> new Answered(forward, new NothingHappened(Why.valueOf(in.text())));
      case OUTCOME_UNKNOWN -> new Answered(forward, new OutcomeUnknown());
      default -> throw new ByteReader.Malformed("parcel tag " + tag, null);
    };
  }

  private static void write(ByteWriter out, Checkout checkout) {
    out.text(checkout.order().value())
        .bytes(OrderFactCodec.encode(new Opened(checkout.placed())).payload())
        .i64(checkout.deadline().toEpochMilli());
    CardDetails card = checkout.card();
    String cvc = card.cvc();
    out.text(card.number()).count(card.expiryYear()).count(card.expiryMonth());
    out.text(cvc == null ? "" : cvc);
  }

  private static Checkout checkout(ByteReader in) {
    OrderId order = new OrderId(in.text());
    if (!(OrderFactCodec.read(Opened.KIND, in.bytes()) instanceof Opened opened)) {
      throw new ByteReader.Malformed("a body that this version cannot read", null);
    }
    Instant deadline = Instant.ofEpochMilli(in.i64());
    String number = in.text();
    int year = in.count();
    int month = in.count();
    String cvc = in.text();
    CardDetails card = new CardDetails(number, year, month, cvc.isEmpty() ? null : cvc);
    return new Checkout(order, opened.placed(), card, deadline);
  }

  private static void write(ByteWriter out, long forward, CheckoutAnswer answer) {
    if (answer instanceof Ordered ordered) {
      Replicas replicas = ordered.replicas();
      out.u8(ORDERED).i64(forward);
      out.list(ordered.facts().inOrder(), (to, fact) -> to.bytes(FactCodec.toDisk(fact)));
      out.count(replicas.required()).count(replicas.acked());
      out.count(replicas.of()).count(replicas.hinted());
      out.u8(replicas.archive() ? 1 : 0);
      out.u8(ordered.replayed() ? 1 : 0);
    } else if (answer instanceof KeyReused) {
      out.u8(KEY_REUSED).i64(forward);
    } else if (answer instanceof NothingHappened nothing) {
      out.u8(NOTHING_HAPPENED).i64(forward).text(nothing.why().name());
    } else if (answer instanceof OutcomeUnknown) {
      out.u8(OUTCOME_UNKNOWN).i64(forward);
    }
  }

  private static Ordered ordered(ByteReader in) {
    FactSet facts = FactSet.of(in.<Fact>list(from -> FactCodec.fromDisk(from.bytes())));
    Replicas replicas = new Replicas(in.count(), in.count(), in.count(), in.count(), in.u8() != 0);
    return new Ordered(facts, replicas, in.u8() != 0);
  }
}
