package kassa.gateway.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns as wide as their widest cell, two blanks apart; nothing trails a line. */
public final class TextTable {
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  private TextTable(List<Column> columns) {
    this.columns = columns;
  }

  /** A heading that starts with {@code >} names a column that is set to the right. */
  public static TextTable withHeadings(String... headings) {
    return new TextTable(
        Arrays.stream(headings)
            .map(
                heading ->
                    heading.startsWith(">")
                        ? new Column(heading.substring(1), true)
                        : new Column(heading, false))
            .toList());
  }

  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  public TextTable row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The headings, then the rows in the order they were added. */
  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(columns.stream().map(Column::heading).toList());
    all.addAll(rows);
    int[] widths = new int[columns.size()];
    for (List<String> line : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return all.stream().map(line -> aligned(line, widths)).toList();
  }

  private String aligned(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(columns.get(i).right() ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  private record Column(String heading, boolean right) {}
}
