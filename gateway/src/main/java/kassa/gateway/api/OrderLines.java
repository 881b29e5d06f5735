package kassa.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import kassa.gateway.api.Mistake.Code;
import kassa.gateway.order.Money;
import kassa.gateway.order.Placed.Line;

/** Reads {@code order_lines}. */
final class OrderLines {
  static final int MOST = 100;
  static final int LONGEST_NAME = 120;

  /** All names together, in UTF-16 units, so that the order fits the payload of one fact. */
  static final int LONGEST_NAMES = 7_000;

  private static final String FIELD = "order_lines";

  private OrderLines() {}

  /** None when there is none, or something was noted. */
  static List<Line> in(Fields order, Mistakes mistakes) {
    int before = mistakes.count();
    List<Line> lines = new ArrayList<>();
    int index = 0;
    for (JsonNode value : order.optionalArray(FIELD, MOST)) {
      order
          .element(FIELD, index++, value)
          .map(fields -> line(fields, mistakes))
          .ifPresent(lines::add);
    }
    if (lines.stream().mapToInt(line -> line.name().length()).sum() > LONGEST_NAMES) {
      order.note(
          FIELD,
          Code.TOO_LONG,
          "The names must have at most " + LONGEST_NAMES + " characters together.");
    }
    return mistakes.count() == before ? lines : List.of();
  }

  private static Line line(Fields fields, Mistakes mistakes) {
    int before = mistakes.count();
    String name = fields.text("name", LONGEST_NAME);
    long quantity = fields.number("quantity", 1, 1_000_000);
    long unitPrice = fields.number("unit_price", -Money.MAX_MINOR, Money.MAX_MINOR);
    // Cannot overflow: both are bounded, and are 0 when they were not.
    long product = quantity * unitPrice;
    long total = fields.optionalNumber("total", -Money.MAX_MINOR, Money.MAX_MINOR, product);
    boolean understood = mistakes.count() == before;
    fields.refuseOthers();
    if (understood && Math.abs(product) > Money.MAX_MINOR) {
      fields.noteHere(Code.OUT_OF_RANGE, "The total must be at most " + Money.MAX_MINOR + ".");
    } else if (understood && total != product) {
      fields.note("total", Code.SUM_MISMATCH, "Must be quantity times unit_price.");
    }
    return new Line(name, quantity, unitPrice, total);
  }

  /** A hundred totals of twelve digits cannot overflow. */
  static void checkSum(Fields order, List<Line> lines, Money amount) {
    long sum = lines.stream().mapToLong(Line::total).sum();
    if (!lines.isEmpty() && amount.minor() != sum) {
      order.note(FIELD, Code.SUM_MISMATCH, "The totals must add up to amount.value.");
    }
  }
}
