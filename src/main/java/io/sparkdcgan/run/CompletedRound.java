package io.sparkdcgan.run;

import io.sparkdcgan.round.LeftOut;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundOutcome.Diverged;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A round that a run went on from.
 *
 * @param averaged what it came to
 * @param before how it diverged at first, if it had to be repeated
 */
public record CompletedRound(Averaged averaged, Optional<Diverged> before) {

  /** Why a round diverged, and every worker that was left out of it. */
  public static String sentence(Diverged diverged) {
    return diverged.leftOut().isEmpty()
        ? diverged.sentence()
        : diverged.sentence() + ": " + leftOut(diverged);
  }

  /** Every worker that a round went without, and why. */
  public static String leftOut(RoundOutcome outcome) {
    return outcome.leftOut().stream().map(LeftOut::sentence).collect(Collectors.joining("; "));
  }
}
