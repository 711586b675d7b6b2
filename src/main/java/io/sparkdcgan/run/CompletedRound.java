package io.sparkdcgan.run;

import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.Repeated;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.RoundAccount;
import io.sparkdcgan.round.RoundAccount.Spread;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundOutcome.Diverged;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker.Reason;
import io.sparkdcgan.round.RoundSeconds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A round that a run went on from.
 *
 * @param averaged what it came to
 * @param before how it diverged at first, if it had to be repeated
 * @param discriminatorMoved length of the change of the discriminator's parameters, as a share of
 *     their length
 * @param scores of the state after it, if it was evaluated
 */
public record CompletedRound(
    Averaged averaged,
    Optional<Diverged> before,
    double discriminatorMoved,
    Optional<RoundLine.Scores> scores) {

  /** A round that began with this discriminator. */
  static CompletedRound of(NetworkState start, Averaged averaged, Optional<Diverged> before) {
    float[] was = start.parameters();
    float[] is = averaged.state().discriminator().parameters();
    double change = 0;
    double length = 0;
    for (int i = 0; i < was.length; i++) {
      double difference = (double) is[i] - was[i];
      change += difference * difference;
      length += (double) was[i] * was[i];
    }
    return new CompletedRound(averaged, before, Math.sqrt(change / length), Optional.empty());
  }

  /** The same round with the scores of what it came to. */
  CompletedRound evaluated(RoundLine.Scores found) {
    return new CompletedRound(averaged, before, discriminatorMoved, Optional.of(found));
  }

  /**
   * As a line of {@code metrics.jsonl}.
   *
   * @param failures why the round could not be computed at first, one sentence for each time
   */
  RoundLine line(List<String> failures) {
    StepLosses losses = averaged.losses();
    RoundSeconds seconds = averaged.seconds();
    RoundAccount account = averaged.account();
    Progress progress = averaged.state().progress();
    return new RoundLine(
        progress.round(),
        losses.discriminator(),
        losses.generator(),
        losses.judgedReal(),
        losses.judgedDrawn(),
        discriminatorMoved,
        averaged.images(),
        progress.imagesSeen(),
        averaged.images() / seconds.total(),
        seconds.byPhase(),
        account.bytes().byPhase(),
        workers(account.spread()),
        account.gpus(),
        averaged.wireError(),
        excluded(averaged),
        List.copyOf(failures),
        scores.orElse(null),
        before.map(first -> new Repeated(first.sentence(), excluded(first))).orElse(null));
  }

  private static RoundLine.Workers workers(Spread spread) {
    return new RoundLine.Workers(
        spread.slowestWorker(), spread.slowest(), spread.fastest(), spread.longestUpdate());
  }

  private static List<RoundLine.LeftOut> excluded(RoundOutcome outcome) {
    return outcome.leftOut().stream()
        .map(
            worker ->
                new RoundLine.LeftOut(
                    worker.worker(),
                    worker.reason() == Reason.NOT_FINITE ? "not-finite" : "outlier",
                    worker.network(),
                    worker.norm(),
                    worker.bound()))
        .toList();
  }

  /** Why a round diverged, and every worker that was left out of it. */
  public static String sentence(Diverged diverged) {
    return diverged.leftOut().isEmpty()
        ? diverged.sentence()
        : diverged.sentence() + ": " + leftOut(diverged);
  }

  /** Every worker that a round went without, and why. */
  public static String leftOut(RoundOutcome outcome) {
    return outcome.leftOut().stream()
        .map(ExcludedWorker::sentence)
        .collect(Collectors.joining("; "));
  }
}
