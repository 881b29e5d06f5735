package kassa.gateway.merchant;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import kassa.gateway.order.MerchantId;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.Version;

/**
 * A merchant and the API keys that are good for it, as an entry of the small state. Every rotation
 * begins a generation of keys, and ends all but the one before it: so an old key is good until the
 * next rotation, by no clock.
 *
 * <p>What was done on two sides of a cut merges: who was added on both is one merchant with two
 * keys, and keys of rotations on both are all good, until the next rotation. Keys end by
 * generation: where one side rotated more often, what is more than one behind ends on both.
 *
 * @param current keys of the latest generation; more than one after a cut
 * @param before good until the next rotation
 */
public record Merchant(MerchantId id, List<KeyHash> current, List<KeyHash> before) {
  private static final String KIND = "merchant/";

  public Merchant {
    current = List.copyOf(current);
    before = List.copyOf(before);
  }

  /** By which name the small state knows a merchant. */
  public static String name(MerchantId id) {
    return KIND + id;
  }

  /** Empty when the entry is no merchant's, or one that only a later version can name. */
  static Optional<Merchant> of(String name, Entry entry) {
    if (!name.startsWith(KIND) || !MerchantId.isValid(name.substring(KIND.length()))) {
      return Optional.empty();
    }
    return Optional.of(of(new MerchantId(name.substring(KIND.length())), entry));
  }

  public static Merchant of(MerchantId id, Entry entry) {
    int latest = entry.latest();
    return new Merchant(
        id,
        keys(entry, generation -> generation == latest),
        keys(entry, generation -> generation < latest));
  }

  /** What a later version says of keys in other words is nobody's key here. */
  private static List<KeyHash> keys(Entry entry, IntPredicate generation) {
    return entry.versions().stream()
        .filter(version -> generation.test(version.generation()))
        .map(Version::content)
        .filter(KeyHash::isOne)
        .map(KeyHash::new)
        .toList();
  }

  /** A new merchant's entry; that of an existing one as it was. Doing it twice changes nothing. */
  public static Entry added(Entry entry, KeyHash key) {
    return entry.versions().isEmpty() ? seeded(List.of(key)) : entry;
  }

  /** An entry with a new key; that of an unknown merchant as it was. Twice is once. */
  public static Entry rotated(Entry entry, KeyHash key) {
    int latest = entry.latest();
    return latest == 0 || holds(entry, key)
        ? entry
        : entry.plus(new Version(latest + 1, key.hex())).endBelow(latest);
  }

  /** A merchant as configuration names it: keys of the first generation, so that they can end. */
  public static Entry seeded(List<KeyHash> keys) {
    return Entry.of(keys.stream().map(key -> new Version(1, key.hex())).toList());
  }

  /** Whether a key is good by what is said. */
  public static boolean holds(Entry entry, KeyHash key) {
    return entry.versions().stream().anyMatch(version -> version.content().equals(key.hex()));
  }

  Stream<KeyHash> keys() {
    return Stream.concat(current.stream(), before.stream());
  }
}
