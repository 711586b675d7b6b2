package io.sparkdcgan.run;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.config.EvaluationConfig;
import io.sparkdcgan.engine.nd4j.StepLosses;
import io.sparkdcgan.round.RoundAccount.Spread;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker.Reason;
import io.sparkdcgan.round.RoundSeconds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A round as a line of {@code metrics.jsonl}. */
final class RoundMetrics {
  private RoundMetrics() {}

  /**
   * The line.
   *
   * @param evaluation when scores are due
   * @param failures why the round could not be computed at first, one sentence for each time
   */
  static Map<String, Object> of(
      CompletedRound round, EvaluationConfig evaluation, List<String> failures) {
    Averaged averaged = round.averaged();
    StepLosses losses = averaged.losses();
    RoundSeconds seconds = averaged.seconds();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(MetricsLog.ROUND, averaged.state().progress().round());
    line.put(MetricsLog.DISCRIMINATOR_LOSS, losses.discriminator());
    line.put(MetricsLog.GENERATOR_LOSS, losses.generator());
    line.put(MetricsLog.JUDGED_REAL, losses.judgedReal());
    line.put(MetricsLog.JUDGED_DRAWN, losses.judgedDrawn());
    line.put(MetricsLog.DISCRIMINATOR_MOVED, round.discriminatorMoved());
    line.put("images", averaged.images());
    line.put(MetricsLog.IMAGES_SEEN, averaged.state().progress().imagesSeen());
    line.put(MetricsLog.IMAGES_PER_SECOND, averaged.images() / seconds.total());
    line.put(MetricsLog.SECONDS, seconds.byPhase());
    line.put("bytes", averaged.account().bytes().byPhase());
    line.put("workers", spread(averaged.account().spread()));
    if (!averaged.account().gpus().isEmpty()) {
      line.put("gpus", averaged.account().gpus());
    }
    line.put("wireError", averaged.wireError());
    line.put("leftOut", leftOut(averaged));
    if (!failures.isEmpty()) {
      line.put("failures", List.copyOf(failures));
    }
    round
        .scores()
        .ifPresent(
            scores -> line.putAll(scores(averaged.state().progress().round(), scores, evaluation)));
    round
        .before()
        .ifPresent(
            diverged ->
                line.put(
                    "repeated",
                    Map.of("reason", diverged.sentence(), "leftOut", leftOut(diverged))));
    return line;
  }

  /** What an evaluation adds to the line of its round. */
  static Map<String, Object> scores(long round, Scores scores, EvaluationConfig evaluation) {
    Map<String, Object> fields = scores.fields();
    if (!evaluation.isScheduled(round)) {
      fields.put(MetricsLog.AT_END, true);
    }
    return Map.of(MetricsLog.SCORES, fields);
  }

  private static Map<String, Object> spread(Spread spread) {
    Map<String, Object> workers = new LinkedHashMap<>();
    workers.put("slowest", spread.slowestWorker());
    workers.put("slowestSeconds", spread.slowest());
    workers.put("fastestSeconds", spread.fastest());
    workers.put("longestUpdate", spread.longestUpdate());
    return workers;
  }

  private static List<Map<String, Object>> leftOut(RoundOutcome outcome) {
    return outcome.leftOut().stream().map(RoundMetrics::of).toList();
  }

  private static Map<String, Object> of(ExcludedWorker worker) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("worker", worker.worker());
    said.put("reason", worker.reason() == Reason.NOT_FINITE ? "not-finite" : "outlier");
    said.put("network", worker.network());
    said.put("norm", worker.norm());
    said.put("bound", worker.bound());
    return said;
  }
}
