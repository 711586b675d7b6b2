package io.sparkdcgan.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * {@code metrics.jsonl}: one JSON object a round, as {@link RoundLine} has it. Object storage
 * cannot append, so the lines are kept as text and put as a whole; they are read and put as a
 * stream, so that no log is too long. Save it before the snapshot of the same round, and a resumed
 * run has every line up to its snapshot.
 *
 * <p>Where a put that is cut off may destroy what was there, every log is put twice, first as
 * {@code metrics.previous.jsonl}, and the one that knows more rounds counts.
 */
public final class MetricsLog {
  private static final String KEY = "metrics.jsonl";
  private static final String PREVIOUS = "metrics.previous.jsonl";

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
    if (!run.keepsOldUntilNewIsWhole()) {
      put(PREVIOUS);
    }
    put(KEY);
  }

  /**
   * That lines are lost, where the log of a run that goes on after a round does not have one for
   * each round up to it.
   *
   * @param round completed rounds
   */
  public Optional<String> gap(long round) {
    long known = lines().stream().mapToLong(RoundLine::round).distinct().count();
    return known >= round
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s knows only %d of the %d rounds that the snapshot stands for: lines are lost,"
                    + " and with them curves and what the guard saw; the best snapshot is taken by"
                    + " what is left of the log, best.json and the snapshots' own scores",
                run.uri(KEY),
                known,
                round));
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
    List<String> texts = texts(KEY, run, wanted);
    if (run.keepsOldUntilNewIsWhole()) {
      return texts;
    }
    List<String> previous = texts(PREVIOUS, run, wanted);
    return previous.size() > texts.size() ? previous : texts;
  }

  private static List<String> texts(String key, ObjectStore run, LongPredicate wanted) {
    if (!run.exists(key)) {
      return new ArrayList<>();
    }
    return run.read(
        key,
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
