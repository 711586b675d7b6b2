package io.sparkdcgan.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Logs whose lines hold only what a test is about. */
public final class MetricsLines {
  private MetricsLines() {}

  /** A line as a run's log would give it. */
  public static RoundLine of(Map<String, ?> fields) {
    return RoundLine.parse(text(fields)).orElseThrow();
  }

  /** Puts a log of these lines. */
  @SafeVarargs
  public static void put(ObjectStore run, Map<String, ?>... lines) {
    List<Map<String, ?>> all = new ArrayList<>();
    for (Map<String, ?> line : lines) {
      all.add(line);
    }
    put(run, all);
  }

  /** The same for many. */
  public static void put(ObjectStore run, List<? extends Map<String, ?>> lines) {
    StringBuilder log = new StringBuilder();
    for (Map<String, ?> line : lines) {
      log.append(text(line));
    }
    run.put("metrics.jsonl", log.toString().getBytes(UTF_8));
  }

  private static String text(Map<String, ?> fields) {
    return new String(Json.line(fields), UTF_8);
  }
}
