package io.sparkdcgan.run;

import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundOutcome.Diverged;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker;
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
    Optional<Scores> scores) {

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
  CompletedRound evaluated(Scores found) {
    return new CompletedRound(averaged, before, discriminatorMoved, Optional.of(found));
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
