package kassa.ring;

/**
 * The entity that facts are about; it decides the partition and so the owners.
 *
 * @param value 1 to 64 letters, digits, '_' and '-'
 */
public record Key(String value) implements Comparable<Key> {
  public Key {
    if (!NameForm.isKey(value)) {
      throw new IllegalArgumentException(
          "key '" + value + "' is not 1 to 64 letters, digits, '_' and '-'");
    }
  }

  @Override
  public int compareTo(Key other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
