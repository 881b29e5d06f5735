package kassa.ring;

/** Which fact of which key is meant. */
public record FactName(Key key, Dot dot) {
  public static FactName of(Fact fact) {
    return new FactName(fact.key(), fact.dot());
  }
}
