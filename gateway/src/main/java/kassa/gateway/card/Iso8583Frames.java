package kassa.gateway.card;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Messages on a byte stream: two bytes of length, high byte first, then the message. */
public final class Iso8583Frames {
  /** More than any message of the dialect needs; a longer frame is garbage. */
  public static final int MAX_MESSAGE = 8_192;

  private Iso8583Frames() {}

  /** Writes a message of at most {@link #MAX_MESSAGE} bytes; does not flush. */
  public static void write(OutputStream out, byte[] message) throws IOException {
    out.write(message.length >>> 8);
    out.write(message.length);
    out.write(message);
  }

  /**
   * Waits for the next message.
   *
   * @return null at the end of the stream between two messages
   * @throws EOFException when the stream ends within a message
   */
  public static byte @Nullable [] read(DataInputStream in) throws IOException, MalformedMessage {
    int high = in.read();
    if (high < 0) {
      return null;
    }
    int length = high << 8 | in.readUnsignedByte();
    if (length == 0 || length > MAX_MESSAGE) {
      throw new MalformedMessage("a frame of " + length + " bytes");
    }
    byte[] message = new byte[length];
    in.readFully(message);
    return message;
  }
}
