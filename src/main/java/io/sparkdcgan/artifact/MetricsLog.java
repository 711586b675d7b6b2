package io.sparkdcgan.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code metrics.jsonl}: one JSON object a round. Object storage cannot append, so the lines are
 * kept and put as a whole; save it before the snapshot of the same round, and a resumed run has
 * every line up to its snapshot.
 */
public final class MetricsLog {
  /** Completed rounds, a whole number. */
  public static final String ROUND = "round";

  /** Mean of -log D(x) - log(1 - D(G(z))). */
  public static final String DISCRIMINATOR_LOSS = "discriminatorLoss";

  /** Mean of the generator's loss. */
  public static final String GENERATOR_LOSS = "generatorLoss";

  /** Mean of D(x), in [0, 1]. */
  public static final String JUDGED_REAL = "judgedReal";

  /** Mean of D(G(z)), in [0, 1]. */
  public static final String JUDGED_DRAWN = "judgedDrawn";

  /** Length of the round's change of the discriminator's parameters, as a share of their length. */
  public static final String DISCRIMINATOR_MOVED = "discriminatorMoved";

  /** An object, in rounds that were evaluated: what the drawn images are like. */
  public static final String SCORES = "scores";

  /** Among the scores: the sliced Wasserstein distance, times 1000; lower is better. */
  public static final String SWD = "swd";

  /** Among the scores: diversity of the drawn images, relative to that of real ones. */
  public static final String DIVERSITY = "diversity";

  /**
   * Among the scores, and only there where it is true: the round was evaluated since the run ended
   * with it. A longer run would not have these scores.
   */
  public static final String AT_END = "atEnd";

  /** Real images that all workers have trained on since the run began. */
  public static final String IMAGES_SEEN = "imagesSeen";

  /** Real images that all workers trained on in the round, by its seconds. */
  public static final String IMAGES_PER_SECOND = "imagesPerSecond";

  /** An object: seconds of the round by phase. */
  public static final String SECONDS = "seconds";

  private static final String KEY = "metrics.jsonl";
  private static final int MAX_BYTES = 1 << 28;

  private final ObjectStore run;
  private final StringBuilder lines;

  private MetricsLog(ObjectStore run, StringBuilder lines) {
    this.run = run;
    this.lines = lines;
  }

  /**
   * The log of a run that goes on after a round; what it says of later ones never came to be.
   *
   * @param round completed rounds, 0 for a new run
   */
  public static MetricsLog after(long round, ObjectStore run) {
    StringBuilder kept = new StringBuilder();
    for (JsonNode line : lines(run)) {
      if (line.path(ROUND).asLong() <= round) {
        kept.append(line).append('\n');
      }
    }
    return new MetricsLog(run, kept);
  }

  /**
   * What a run's log says, in its order; lines that were cut off are left out.
   *
   * @return fields by name, numbers as numbers
   */
  public static List<Map<String, Object>> read(ObjectStore run) {
    return lines(run).stream().map(Json::fields).toList();
  }

  /**
   * Takes down a round, for the next {@link #save}.
   *
   * @param fields by name, {@code round} among them: numbers, strings, maps and lists; numbers that
   *     are not finite become null
   * @throws IllegalArgumentException if there is no {@code round}
   */
  public void add(Map<String, Object> fields) {
    if (!(fields.get(ROUND) instanceof Number)) {
      throw new IllegalArgumentException("a line needs a number called round, but is " + fields);
    }
    lines.append(new String(Json.line(Json.finite(fields)), StandardCharsets.UTF_8));
  }

  /**
   * Adds fields to the last line, for the next {@link #save}.
   *
   * @param fields as {@link #add} takes them
   * @throws IllegalStateException if there is no line
   */
  public void amend(Map<String, Object> fields) {
    List<Map<String, Object>> all = lines();
    if (all.isEmpty()) {
      throw new IllegalStateException("there is no round to amend");
    }
    Map<String, Object> last = new LinkedHashMap<>(all.get(all.size() - 1));
    last.putAll(fields);
    lines.setLength(lines.lastIndexOf("\n", lines.length() - 2) + 1);
    add(last);
  }

  /** The lines so far, as {@link #read} gives them. */
  public List<Map<String, Object>> lines() {
    return objects(lines.toString()).stream().map(Json::fields).toList();
  }

  /** Puts the whole log. */
  public void save() {
    run.put(KEY, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Puts lines under another key. */
  static void put(String key, List<Map<String, Object>> lines, ObjectStore run) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(new String(Json.line(line), StandardCharsets.UTF_8)));
    run.put(key, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> lines(ObjectStore run) {
    return objects(
        new String(run.find(KEY, MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8));
  }

  private static List<JsonNode> objects(String text) {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Optional<JsonNode> object = Json.object(line.getBytes(StandardCharsets.UTF_8));
      object.filter(node -> node.path(ROUND).isNumber()).ifPresent(lines::add);
    }
    return lines;
  }
}
