package kassa.ring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameFormTest {
  @Test
  void aKeyIsOneTo64LettersDigitsUnderscoresAndHyphens() {
    List.of("a", "Z", "0", "_", "-", "ord_0aZ-9", "k".repeat(64))
        .forEach(good -> assertDoesNotThrow(() -> new Key(good), good));
    List.of("", "k".repeat(65), "a b", "ö", "a.b", "a/b", "a\n", "@", "[", "`", "{", ":", "\0")
        .forEach(
            bad -> assertThrows(IllegalArgumentException.class, () -> new Key(bad), "'" + bad));
  }

  @Test
  void aNodeIdBeginsWithALetterAndMayHaveDigitsAndHyphens() {
    List.of("n", "n1", "eu-west-2", "n".repeat(32))
        .forEach(good -> assertDoesNotThrow(() -> new NodeId(good), good));
    List.of("", "1n", "-n", "N1", "n_1", "n~1", "n:1", "n".repeat(33))
        .forEach(
            bad -> assertThrows(IllegalArgumentException.class, () -> new NodeId(bad), "'" + bad));
  }

  @Test
  void aFactsKindBeginsWithALetterAndMayHaveDigitsAndUnderscores() {
    List.of("p", "stood_in", "v2").forEach(good -> assertDoesNotThrow(() -> fact(good), good));
    List.of("", "_p", "2v", "Placed", "stood-in", "p".repeat(33))
        .forEach(bad -> assertThrows(IllegalArgumentException.class, () -> fact(bad), "'" + bad));
  }

  private static Fact fact(String kind) {
    return new Fact(new Key("k"), new Dot(Facts.N1, 1), HybridTime.ZERO, kind, new byte[0]);
  }
}
