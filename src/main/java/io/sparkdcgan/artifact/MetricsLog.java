package io.sparkdcgan.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * {@code metrics.jsonl}: one JSON object a round, as {@link RoundLine} has it. Object storage
 * cannot append, so the lines are kept as text and put as a whole; they are read and put as a
 * stream, so that no log is too long. Save it before the snapshot of the same round, and a resumed
 * run has every line up to its snapshot.
 */
public final class MetricsLog {
  private static final String KEY = "metrics.jsonl";

  private final ObjectStore run;
  private final List<String> texts;

  private MetricsLog(ObjectStore run, List<String> texts) {
    this.run = run;
    this.texts = texts;
  }

  /**
   * The log of a run that goes on after a round; what it says of later ones never came to be.
   *
   * @param round completed rounds, 0 for a new run
   */
  public static MetricsLog after(long round, ObjectStore run) {
    return new MetricsLog(run, texts(run, of -> of <= round));
  }

  /** What a run's log says, in its order; lines that were cut off are left out. */
  public static List<RoundLine> read(ObjectStore run) {
    return lines(texts(run, any -> true));
  }

  /** Moves the lines of the rounds after this one to another key. */
  static void abandonAfter(long round, String key, ObjectStore run) {
    new MetricsLog(run, texts(run, of -> of > round)).put(key);
    after(round, run).save();
  }

  /** Takes down a round, for the next {@link #save}. */
  public void add(RoundLine line) {
    texts.add(line.text());
  }

  /**
   * Gives the last line scores, for the next {@link #save}; what else it says stays as it is.
   *
   * @throws IllegalStateException if there is no line
   */
  public void score(RoundLine.Scores scores) {
    if (texts.isEmpty()) {
      throw new IllegalStateException("there is no round to score");
    }
    int last = texts.size() - 1;
    byte[] line = texts.get(last).getBytes(StandardCharsets.UTF_8);
    ObjectNode fields = (ObjectNode) Json.object(line).orElseThrow();
    fields.set("scores", RoundLine.tree(scores));
    texts.set(last, fields.toString());
  }

  /** The lines so far, as {@link #read} gives them. */
  public List<RoundLine> lines() {
    return lines(texts);
  }

  /** Puts the whole log. */
  public void save() {
    put(KEY);
  }

  private void put(String key) {
    run.put(
        key,
        out -> {
          for (String text : texts) {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  private static List<RoundLine> lines(List<String> texts) {
    return texts.stream().flatMap(text -> RoundLine.parse(text).stream()).toList();
  }

  /** The whole lines of the rounds that are wanted, as they stand there. */
  private static List<String> texts(ObjectStore run, LongPredicate wanted) {
    if (!run.exists(KEY)) {
      return new ArrayList<>();
    }
    return run.read(
        KEY,
        (in, bytes) -> {
          List<String> texts = new ArrayList<>();
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
          for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            if (RoundLine.parse(text).filter(line -> wanted.test(line.round())).isPresent()) {
              texts.add(text);
            }
          }
          return texts;
        });
  }
}
