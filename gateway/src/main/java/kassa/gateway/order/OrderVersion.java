package kassa.gateway.order;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kassa.ring.Dot;

/**
 * Which facts an answer knew of. Two versions compare and merge without clocks. It holds every dot
 * rather than the last of each actor: an actor's facts of an order may arrive with gaps, and an
 * order has few.
 */
public record OrderVersion(Set<Dot> dots) {
  public OrderVersion {
    dots = Collections.unmodifiableSortedSet(new TreeSet<>(dots));
  }

  public static OrderVersion of(Collection<Dot> dots) {
    return new OrderVersion(new TreeSet<>(dots));
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException when it did not
   */
  public static OrderVersion parse(String text) {
    String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    SortedSet<Dot> dots = new TreeSet<>();
    if (!plain.isEmpty()) {
      for (String dot : plain.split(",", -1)) {
        dots.add(Dot.parse(dot));
      }
    }
    return new OrderVersion(dots);
  }

  /** Whether this version knew everything that the other one did. */
  public boolean includes(OrderVersion other) {
    return dots.containsAll(other.dots);
  }

  public OrderVersion merge(OrderVersion other) {
    SortedSet<Dot> both = new TreeSet<>(dots);
    both.addAll(other.dots);
    return new OrderVersion(both);
  }

  /** Opaque to merchants; letters, digits, '-' and '_'. */
  @Override
  public String toString() {
    String plain = dots.stream().map(Dot::toString).collect(Collectors.joining(","));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
