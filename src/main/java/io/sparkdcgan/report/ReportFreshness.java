package io.sparkdcgan.report;

import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.artifact.RunStanding;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * How old a page is, and when the next one is due, for who looks on while the run goes.
 *
 * @param built when the page was made
 * @param live whether the run goes on and the page will be made again
 * @param everySeconds how far apart pages are, by the newest rounds; 0 if nothing tells
 */
record ReportFreshness(Instant built, boolean live, double everySeconds) {
  private static final int NEWEST = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static ReportFreshness of(
      Instant now, RunStanding standing, RunIdentity identity, List<RoundLine> metrics) {
    boolean live = standing.status().equals("running") || standing.status().equals("new");
    double seconds =
        metrics.subList(Math.max(0, metrics.size() - NEWEST), metrics.size()).stream()
            .mapToDouble(line -> line.seconds().getOrDefault("total", Double.NaN))
            .filter(Double::isFinite)
            .average()
            .orElse(0);
    long rounds =
        Math.min(
            rounds(identity, "artifacts.grid-every"), rounds(identity, "artifacts.snapshot-every"));
    return new ReportFreshness(now, live, seconds * rounds);
  }

  private static long rounds(RunIdentity identity, String key) {
    return Long.parseLong(identity.configuration().getOrDefault(key, "1"));
  }

  /** As attributes of the page's main element, for its script. */
  String attributes() {
    return "data-live=\"%s\" data-built=\"%s\" data-every=\"%s\""
        .formatted(live, built, String.format(Locale.ROOT, "%.1f", everySeconds));
  }

  /** For people, and for browsers that run no scripts. */
  String html() {
    return "as of <time datetime=\"%s\">%s</time>".formatted(built, TIME.format(built));
  }
}
