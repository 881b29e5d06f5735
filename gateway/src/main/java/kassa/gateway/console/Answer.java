package kassa.gateway.console;

import java.util.Optional;

/**
 * What became of one question to one endpoint.
 *
 * @param <T> what the endpoint was asked for
 */
public sealed interface Answer<T> {
  Endpoint endpoint();

  Optional<T> value();

  /** It answered in time, and sense. */
  record Answered<T>(Endpoint endpoint, T body) implements Answer<T> {
    @Override
    public Optional<T> value() {
      return Optional.of(body);
    }
  }

  /**
   * It did not answer, or not in time, or not sense. Nothing follows about whether it lives.
   *
   * @param why for people
   */
  record Silent<T>(Endpoint endpoint, String why) implements Answer<T> {
    @Override
    public Optional<T> value() {
      return Optional.empty();
    }
  }
}
