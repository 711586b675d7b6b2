package io.sparkdcgan.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/**
 * Watches whether steps stay as fast as they were, and the process as small. Passes on what it
 * hears.
 */
final class Steadiness implements Alternation.Watcher {
  /** Turns at either end that are compared. */
  private static final int END = 50;

  private final Alternation.Watcher next;
  private final List<Long> residentBytes = new ArrayList<>();

  Steadiness(Alternation.Watcher next) {
    this.next = next;
  }

  @Override
  public void begins(List<String> names) {
    next.begins(names);
  }

  @Override
  public void alternated(String label, Map<String, Double> seconds) {
    residentBytes.add(Pointer.physicalBytes());
    next.alternated(label, seconds);
  }

  @Override
  public void lost(String name, String reason) {
    next.lost(name, reason);
  }

  /**
   * The median of the first and of the last turns, up to 50 and at most half of them, and the
   * process's resident megabytes after the first fifth, in the middle, and at the end.
   */
  Map<String, Object> said(Measurements.Series series) {
    List<Double> seconds = series.seconds();
    int end = Math.max(1, Math.min(END, seconds.size() / 2));
    return Map.of(
        "turns", end,
        "firstSeconds", Measurements.median(seconds.subList(0, end)),
        "lastSeconds", Measurements.median(seconds.subList(seconds.size() - end, seconds.size())),
        "residentMegabytes", List.of(resident(0.2), resident(0.5), resident(1)));
  }

  private long resident(double share) {
    int last = residentBytes.size() - 1;
    return residentBytes.get((int) Math.round(last * share)) / 1_000_000;
  }
}
