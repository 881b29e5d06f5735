package kassa.gateway.http;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole HTTP request.
 *
 * @param method in capitals
 * @param path decoded, without parameters
 * @param parameters by their names; of one given twice the first value
 * @param headers by their names, whose case does not matter; of one given twice the first value
 * @param body not copied, so not to be changed after
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
public record Request(
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, String> headers,
    byte[] body) {

  public boolean is(String aMethod) {
    return method.equals(aMethod);
  }

  public @Nullable String header(String name) {
    return headers.get(name);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
