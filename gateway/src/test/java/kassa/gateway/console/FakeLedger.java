package kassa.gateway.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kassa.gateway.order.Money;
import kassa.gateway.verify.Charge;
import kassa.gateway.verify.Ledger;

/** A ledger with lines of {@code reference transaction minor currency}, all authorized only. */
public record FakeLedger(Map<String, List<Charge>> byReference) implements Ledger {
  static FakeLedger of(Path file) {
    try {
      return of(Files.readAllLines(file).toArray(String[]::new));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static FakeLedger of(String... lines) {
    Map<String, List<Charge>> charges = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      charges
          .computeIfAbsent(words[0], reference -> new ArrayList<>())
          .add(new Charge(words[1], Money.of(Long.parseLong(words[2]), words[3]), false));
    }
    return new FakeLedger(charges);
  }

  @Override
  public Set<String> references() {
    return byReference.keySet();
  }

  @Override
  public List<Charge> charges(String reference) {
    return byReference.getOrDefault(reference, List.of());
  }
}
