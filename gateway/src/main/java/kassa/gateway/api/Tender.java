package kassa.gateway.api;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The currencies of ISO 4217 that are some country's tender today: neither metals, funds and codes
 * for tests (XAU, CHE, XTS), nor those that are no more (DEM).
 */
final class Tender {
  private static final Map<String, Currency> BY_CODE =
      Stream.of(Locale.getISOCountries())
          .map(country -> new Locale("", country))
          .map(Currency::getInstance)
          .filter(Objects::nonNull) // Antarctica has none
          .distinct()
          .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Function.identity()));

  private Tender() {}

  /**
   * @param code three upper-case letters
   */
  static Optional<Currency> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
