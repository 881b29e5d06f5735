package kassa.ring.wire;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kassa.ring.Dot;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.wire.RingMessage.Archived;
import kassa.ring.wire.RingMessage.Deliver;
import kassa.ring.wire.RingMessage.Delivered;
import kassa.ring.wire.RingMessage.DigestAsk;
import kassa.ring.wire.RingMessage.DigestTell;
import kassa.ring.wire.RingMessage.FactsAsk;
import kassa.ring.wire.RingMessage.FactsTell;
import kassa.ring.wire.RingMessage.Get;
import kassa.ring.wire.RingMessage.GetAck;
import kassa.ring.wire.RingMessage.NamesAsk;
import kassa.ring.wire.RingMessage.NamesTell;
import kassa.ring.wire.RingMessage.Parcel;
import kassa.ring.wire.RingMessage.Ping;
import kassa.ring.wire.RingMessage.Pong;
import kassa.ring.wire.RingMessage.Put;
import kassa.ring.wire.RingMessage.PutAck;
import kassa.ring.wire.RingMessage.Tell;
import org.jspecify.annotations.Nullable;

/**
 * The compact binary form of messages between nodes: a version byte, both ends, the sender's era,
 * how long it waits, a tag, the parts. Tags are never reused. Version 1 has no era; it is written
 * as long as the ring was never changed, so that nodes which know nothing else understand it.
 * Version 3 alone has a wait, and is for those who said that they read it.
 */
public final class RingCodec {
  private static final int WITHOUT_ERA = 1;
  private static final int WITH_ERA = 2;

  /** The first version that says how long the sender waits. */
  public static final int WITH_WAIT = 3;

  /** The newest version that is read here, which a node tells its peers. */
  public static final int NEWEST = WITH_WAIT;

  private static final int PUT = 1;
  private static final int PUT_ACK = 2;
  private static final int GET = 3;
  private static final int GET_ACK = 4;
  private static final int DELIVER = 5;
  private static final int DELIVERED = 6;
  private static final int ARCHIVED = 7;
  private static final int PING = 8;
  private static final int PONG = 9;
  private static final int PARCEL = 10;
  private static final int DIGEST_ASK = 11;
  private static final int DIGEST_TELL = 12;
  private static final int NAMES_ASK = 13;
  private static final int NAMES_TELL = 14;
  private static final int FACTS_ASK = 15;
  private static final int FACTS_TELL = 16;
  private static final int TELL = 17;

  private RingCodec() {}

  /**
   * @param now of the clock by which the deadline counts
   */
  public static byte[] encode(Envelope envelope, long now) {
    int version = versionOf(envelope);
    ByteWriter out =
        new ByteWriter().u8(version).text(envelope.from().value()).text(envelope.to().value());
    if (version != WITHOUT_ERA) {
      out.i64(envelope.era().hash());
    }
    if (version == WITH_WAIT) {
      out.count((int) Math.max(0, Math.min(Integer.MAX_VALUE, envelope.deadline() - now)));
    }
    RingMessage message = envelope.message();
    if (message instanceof Put put) {
      out.u8(PUT).i64(put.round()).text(put.key().value());
      out.list(put.facts(), FactCodec::write).list(put.mentioned(), FactCodec::write);
      NodeId owner = put.standsInFor();
      out.text(owner == null ? "" : owner.value());
    } else if (message instanceof PutAck ack) {
      out.u8(PUT_ACK).i64(ack.round()).list(ack.unmentioned(), FactCodec::write);
      FactCodec.write(out, ack.stub());
      out.u8(flag(ack.complete()));
    } else if (message instanceof Get get) {
      out.u8(GET).i64(get.round()).text(get.key().value());
      out.list(get.mentioned(), FactCodec::write);
    } else if (message instanceof GetAck ack) {
      out.u8(GET_ACK).i64(ack.round()).list(ack.unmentioned(), FactCodec::write);
      FactCodec.write(out, ack.stub());
      out.u8(flag(ack.complete()));
    } else if (message instanceof Deliver deliver) {
      out.u8(DELIVER).i64(deliver.batch()).list(deliver.facts(), FactCodec::write);
    } else if (message instanceof Delivered delivered) {
      out.u8(DELIVERED).i64(delivered.batch());
    } else if (message instanceof Archived archived) {
      out.u8(ARCHIVED).list(archived.dots(), FactCodec::write);
    } else if (message instanceof Ping ping) {
      out.u8(PING).text(ping.self().toText()).i64(ping.askedAt());
    } else if (message instanceof Pong pong) {
      out.u8(PONG).i64(pong.askedAt()).i64(pong.wall());
    } else if (message instanceof Parcel parcel) {
      out.u8(PARCEL).bytes(parcel.content());
    } else if (message instanceof Tell tell) {
      out.u8(TELL).text(tell.eras());
    } else {
      sync(out, message);
    }
    return out.toBytes();
  }

  private static int versionOf(Envelope envelope) {
    if (envelope.deadline() != Envelope.NONE) {
      return WITH_WAIT;
    }
    return envelope.era().equals(Era.FIRST) ? WITHOUT_ERA : WITH_ERA;
  }

  private static void sync(ByteWriter out, RingMessage message) {
    if (message instanceof DigestAsk ask) {
      out.u8(DIGEST_ASK).i64(ask.question()).count(ask.partition().number());
      out.i64(ask.since().packed());
    } else if (message instanceof DigestTell tell) {
      out.u8(DIGEST_TELL).i64(tell.question()).u8(flag(tell.complete()));
      out.list(tell.leaves(), ByteWriter::i64);
    } else if (message instanceof NamesAsk ask) {
      out.u8(NAMES_ASK).i64(ask.question()).count(ask.partition().number());
      out.i64(ask.since().packed()).bytes(ask.leaves().toByteArray());
      Key after = ask.after();
      out.text(after == null ? "" : after.value());
    } else if (message instanceof NamesTell tell) {
      out.u8(NAMES_TELL).i64(tell.question()).u8(flag(tell.complete()));
      out.list(tell.names(), FactCodec::write).u8(flag(tell.more()));
    } else if (message instanceof FactsAsk ask) {
      out.u8(FACTS_ASK).i64(ask.question()).list(ask.names(), FactCodec::write);
    } else if (message instanceof FactsTell tell) {
      out.u8(FACTS_TELL).i64(tell.question()).list(tell.facts(), FactCodec::write);
      out.list(tell.stubs().entrySet(), (to, stub) -> write(to, stub.getKey(), stub.getValue()));
    }
  }

  private static void write(ByteWriter out, Key key, Stub stub) {
    out.text(key.value());
    FactCodec.write(out, stub);
  }

  /**
   * @param now of the receiver's clock, when the bytes came: how long the sender waits counts from
   *     then
   * @throws ByteReader.Malformed when the bytes are no message of a version known here
   */
  public static Envelope decode(byte[] bytes, long now) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version < WITHOUT_ERA || version > WITH_WAIT) {
      throw new ByteReader.Malformed("message of version " + version, null);
    }
    try {
      NodeId from = new NodeId(in.text());
      NodeId to = new NodeId(in.text());
      Era era = version == WITHOUT_ERA ? Era.FIRST : new Era(in.i64());
      long deadline = version == WITH_WAIT ? now + in.count() : Envelope.NONE;
      RingMessage message = message(in.u8(), in);
      in.end();
      return new Envelope(from, to, era, message, deadline);
    } catch (ByteReader.Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ByteReader.Malformed("a part is out of its range", e);
    }
  }

  private static RingMessage message(int tag, ByteReader in) {
    return switch (tag) {
      case PUT ->
          new Put(
              in.i64(), new Key(in.text()), in.list(FactCodec::read), dots(in), owner(in.text()));
      case PUT_ACK ->
          new PutAck(in.i64(), in.list(FactCodec::read), FactCodec.readStub(in), in.u8() != 0);
      case GET -> new Get(in.i64(), new Key(in.text()), dots(in));
      case GET_ACK ->
          new GetAck(in.i64(), in.list(FactCodec::read), FactCodec.readStub(in), in.u8() != 0);
      case DELIVER -> new Deliver(in.i64(), in.list(FactCodec::read));
      case DELIVERED -> new Delivered(in.i64());
      case ARCHIVED -> new Archived(dots(in));
      case PING -> new Ping(PeerIdentity.parse(in.text()), in.i64());
      case PONG -> new Pong(in.i64(), in.i64());
      case PARCEL -> new Parcel(in.bytes());
      case TELL -> new Tell(in.text());
      case DIGEST_ASK ->
          new DigestAsk(in.i64(), new Partition(in.count()), new HybridTime(in.i64()));
      case DIGEST_TELL -> new DigestTell(in.i64(), in.u8() != 0, in.list(ByteReader::i64));
      case NAMES_ASK ->
          new NamesAsk(
              in.i64(),
              new Partition(in.count()),
              new HybridTime(in.i64()),
              BitSet.valueOf(in.bytes()),
              key(in.text()));
      case NAMES_TELL ->
          new NamesTell(in.i64(), in.u8() != 0, in.list(FactCodec::readName), in.u8() != 0);
      case FACTS_ASK -> new FactsAsk(in.i64(), in.list(FactCodec::readName));
      case FACTS_TELL -> new FactsTell(in.i64(), in.list(FactCodec::read), stubs(in));
      default -> throw new ByteReader.Malformed("message tag " + tag, null);
    };
  }

  private static Map<Key, Stub> stubs(ByteReader in) {
    Map<Key, Stub> stubs = new TreeMap<>();
    in.list(each -> Map.entry(new Key(each.text()), FactCodec.readStub(each)))
        .forEach(stub -> stubs.put(stub.getKey(), stub.getValue()));
    return stubs;
  }

  private static Set<Dot> dots(ByteReader in) {
    return new LinkedHashSet<>(in.list(FactCodec::readDot));
  }

  private static @Nullable NodeId owner(String text) {
    return text.isEmpty() ? null : new NodeId(text);
  }

  private static @Nullable Key key(String text) {
    return text.isEmpty() ? null : new Key(text);
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }
}
