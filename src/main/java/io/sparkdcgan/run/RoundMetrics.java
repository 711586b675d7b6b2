package io.sparkdcgan.run;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundSeconds;
import io.sparkdcgan.step.StepLosses;
import java.util.LinkedHashMap;
import java.util.Map;

/** A round as a line of {@code metrics.jsonl}. */
final class RoundMetrics {
  private RoundMetrics() {}

  static Map<String, Object> of(RoundOutcome.Averaged averaged) {
    StepLosses losses = averaged.losses();
    RoundSeconds seconds = averaged.seconds();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(MetricsLog.ROUND, averaged.state().progress().round());
    line.put(MetricsLog.DISCRIMINATOR_LOSS, losses.discriminator());
    line.put(MetricsLog.GENERATOR_LOSS, losses.generator());
    line.put(MetricsLog.JUDGED_REAL, losses.judgedReal());
    line.put(MetricsLog.JUDGED_DRAWN, losses.judgedDrawn());
    line.put("images", averaged.images());
    line.put(MetricsLog.IMAGES_SEEN, averaged.state().progress().imagesSeen());
    line.put(MetricsLog.IMAGES_PER_SECOND, averaged.images() / seconds.total());
    line.put(MetricsLog.SECONDS, seconds.byPhase());
    return line;
  }
}
