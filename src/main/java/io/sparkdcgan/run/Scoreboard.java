package io.sparkdcgan.run;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.BestHint.Best;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.ObjectStore;
import io.sparkdcgan.artifact.SnapshotStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Which of a run's snapshots scored best so far, and {@code best.json} about it. */
final class Scoreboard {
  private final BestHint hint;
  private final SnapshotStore snapshots;
  private Optional<Best> best = Optional.empty();

  Scoreboard(ObjectStore run) {
    this.hint = new BestHint(run);
    this.snapshots = new SnapshotStore(run);
  }

  /**
   * Training goes on after these lines. What others scored stands where none of them is scored.
   *
   * @param metrics lines of the run's log up to where it is
   */
  synchronized void begin(List<Map<String, Object>> metrics) {
    best = BestHint.among(metrics, snapshots.rounds());
    best.ifPresent(hint::correct);
  }

  /** This state is saved, and has these scores. */
  synchronized void saved(long round, Scores scores) {
    double swd = scores.swd();
    if (Double.isFinite(swd) && best.map(than -> swd < than.value()).orElse(true)) {
      Best better = new Best(round, MetricsLog.SWD, swd);
      hint.put(better);
      best = Optional.of(better);
    }
  }

  /** The round that the hint names, whoever wrote it. */
  OptionalLong round() {
    return hint.round();
  }
}
