package kassa.ring.smallstate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import kassa.ring.wire.ByteReader;
import kassa.ring.wire.ByteWriter;

/**
 * The bytes of small state, on the wire and on disk: equal states have equal bytes, which Pekko
 * Distributed Data compares. They end with a checksum.
 */
public final class SmallStateCodec {
  private static final int FORMAT = 1;

  private SmallStateCodec() {}

  public static byte[] encode(SmallState state) {
    ByteWriter out = new ByteWriter().u8(FORMAT);
    out.list(
        state.entries().entrySet(), (to, entry) -> write(to, entry.getKey(), entry.getValue()));
    return out.i32(checksum(out.toBytes())).toBytes();
  }

  /**
   * @throws ByteReader.Malformed when the bytes are no small state, or not the one that was written
   */
  public static SmallState decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new ByteReader.Malformed("small state of format " + format, null);
    }
    int body = bytes.length - Integer.BYTES;
    if (body < 1
        || new ByteReader(Arrays.copyOfRange(bytes, body, bytes.length)).i32()
            != checksum(Arrays.copyOf(bytes, body))) {
      throw new ByteReader.Malformed("the checksum of small state does not fit", null);
    }
    try {
      Map<String, Entry> entries = new TreeMap<>();
      in.list(SmallStateCodec::read).forEach(named -> entries.put(named.name(), named.entry()));
      in.i32();
      in.end();
      return new SmallState(entries);
    } catch (ByteReader.Malformed malformed) {
      throw malformed;
    } catch (IllegalArgumentException invalid) {
      throw new ByteReader.Malformed("small state that nobody says", invalid);
    }
  }

  private static void write(ByteWriter out, String name, Entry entry) {
    out.text(name).count(entry.floor());
    out.list(
        entry.versions(), (to, version) -> to.count(version.generation()).text(version.content()));
  }

  private record Named(String name, Entry entry) {}

  private static Named read(ByteReader in) {
    String name = in.text();
    int floor = in.count();
    List<Version> versions = in.list(one -> new Version(one.count(), one.text()));
    return new Named(name, new Entry(floor, versions));
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
