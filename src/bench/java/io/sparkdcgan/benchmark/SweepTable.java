package io.sparkdcgan.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Prints what rounds take and move for several numbers of workers, a row for each. */
final class SweepTable {
  private static final int WIDTH = 12;

  private SweepTable() {}

  /**
   * Prints a group of columns for each contender that was measured on Spark.
   *
   * @param rows by the number of workers, at least one
   */
  static void print(PrintStream out, SortedMap<Integer, RoundBenchmark.Figures> rows) {
    List<String> names = List.copyOf(rows.get(rows.firstKey()).traffic().keySet());
    List<String> groups = new ArrayList<>(List.of(""));
    List<String> heads = new ArrayList<>(List.of("workers"));
    for (String name : names) {
      groups.addAll(List.of(name, "", ""));
      heads.addAll(List.of("seconds", "to driver", "shuffled"));
    }
    out.println(line(groups));
    out.println(line(heads));
    rows.forEach((workers, figures) -> out.println(line(cells(workers, names, figures))));
    out.flush();
  }

  private static List<String> cells(
      int workers, List<String> names, RoundBenchmark.Figures figures) {
    List<String> cells = new ArrayList<>(List.of(String.valueOf(workers)));
    for (String name : names) {
      if (!figures.traffic().containsKey(name)) {
        cells.addAll(List.of("-", "-", "-"));
        continue;
      }
      Metered.Traffic traffic = figures.traffic().get(name);
      cells.add(number(figures.turns().of(name).medianSeconds()));
      cells.add(number(traffic.driverBytes() * 1e-6) + " MB");
      cells.add(number(traffic.shuffleBytes() * 1e-6) + " MB");
    }
    return cells;
  }

  private static String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(" ".repeat(2 + Math.max(0, WIDTH - cell.length()))).append(cell);
    }
    return line.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
