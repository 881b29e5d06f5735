package kassa.ring.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote; whatever does not fit is a {@link Malformed}. */
public final class ByteReader {
  private final ByteBuffer buffer;

  public ByteReader(byte[] bytes) {
    this.buffer = ByteBuffer.wrap(bytes);
  }

  public int u8() {
    return guard(() -> buffer.get() & 0xff);
  }

  public int count() {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      int next = u8();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        if (value < 0) {
          break;
        }
        return value;
      }
    }
    throw new Malformed("a count that is too large", null);
  }

  public int i32() {
    return guard(buffer::getInt);
  }

  public long i64() {
    return guard(buffer::getLong);
  }

  public byte[] bytes() {
    int length = count();
    if (length > buffer.remaining()) {
      throw new Malformed("a length beyond the end", null);
    }
    byte[] value = new byte[length];
    buffer.get(value);
    return value;
  }

  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  public <T> List<T> list(Function<ByteReader, T> each) {
    int size = count();
    if (size > buffer.remaining()) {
      throw new Malformed("more elements than bytes", null);
    }
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(each.apply(this));
    }
    return values;
  }

  /** Trailing bytes are refused: a form grows by a new version, not by surprise. */
  public void end() {
    if (buffer.hasRemaining()) {
      throw new Malformed(buffer.remaining() + " bytes too many", null);
    }
  }

  private interface Reading<T> {
    T get();
  }

  private static <T> T guard(Reading<T> reading) {
    try {
      return reading.get();
    } catch (BufferUnderflowException e) {
      throw new Malformed("ends too early", e);
    }
  }

  /** Bytes that nobody of ours wrote, or that were damaged on the way. */
  public static final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public Malformed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
