package kassa.gateway.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;

/** What the accepting node and a home say to each other. */
sealed interface Word {
  /**
   * Be the home of this checkout.
   *
   * @param forward the accepting node's number, for the answers
   */
  record Hand(long forward, long request, Checkout checkout) implements Word {}

  /** It is here, or still being worked on. */
  record Received(long forward) implements Word {}

  record Answer(long forward, CheckoutAnswer answer) implements Word {}

  /**
   * Words on their way: the network carries a number for each, since their form is not at stake.
   */
  final class Post {
    private final List<Word> words = new ArrayList<>();

    byte[] parcel(Word word) {
      words.add(word);
      return ByteBuffer.allocate(4).putInt(words.size() - 1).array();
    }

    Word word(byte[] parcel) {
      return words.get(ByteBuffer.wrap(parcel).getInt());
    }
  }
}
