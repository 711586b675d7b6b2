package io.sparkdcgan.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Prints turns while they are taken, a row for each alternation, a column for each contender. */
final class AlternationTable implements Alternation.Watcher {
  private static final int LABEL_WIDTH = 12;

  private final PrintStream out;
  private List<String> names = List.of();

  AlternationTable(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begins(List<String> names) {
    this.names = List.copyOf(names);
    row("seconds", name -> name);
  }

  @Override
  public void alternated(String label, Map<String, Double> seconds) {
    row(label, name -> seconds.containsKey(name) ? number(seconds.get(name)) : "-");
  }

  @Override
  public void lost(String name, String reason) {
    out.println(name + " is left out from here on: " + reason);
  }

  /** Prints the medians, and how many times as long as {@code reference} each takes. */
  void summary(Measurements measured, String reference) {
    row("median", of(measured, name -> measured.of(name).medianSeconds()));
    row("images/s", of(measured, name -> measured.of(name).imagesPerSecond()));
    row("ratio", of(measured, name -> measured.ratio(name, reference)));
  }

  private static Function<String, String> of(
      Measurements measured, ToDoubleFunction<String> figure) {
    return name -> measured.has(name) ? number(figure.applyAsDouble(name)) : "-";
  }

  private void row(String label, Function<String, String> cell) {
    StringBuilder line = new StringBuilder(label);
    line.append(" ".repeat(Math.max(0, LABEL_WIDTH - label.length())));
    for (String name : names) {
      String text = cell.apply(name);
      line.append(" ".repeat(2 + Math.max(0, width(name) - text.length()))).append(text);
    }
    out.println(line);
    out.flush();
  }

  private static int width(String name) {
    return Math.max(8, name.length());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
