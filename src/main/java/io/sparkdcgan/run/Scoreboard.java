package io.sparkdcgan.run;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.BestHint.Best;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
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
   * Where the run had ended before and is made longer, the scores of that end count no more: a run
   * that was planned so would not have them, and goes back to the best at an alarm.
   *
   * @param metrics lines of the run's log up to where it is
   * @param rounds after how many the run is complete
   */
  synchronized void begin(List<Map<String, Object>> metrics, long rounds) {
    List<Map<String, Object>> counted =
        metrics.stream().filter(line -> !isFormerEnd(line, rounds)).toList();
    best = BestHint.among(counted, snapshots.rounds());
    best.ifPresent(hint::correct);
  }

  private static boolean isFormerEnd(Map<String, Object> line, long rounds) {
    return line.get(MetricsLog.SCORES) instanceof Map<?, ?> scores
        && scores.containsKey(MetricsLog.AT_END)
        && ((Number) line.get(MetricsLog.ROUND)).longValue() < rounds;
  }

  /** This state is saved, and has these scores. */
  synchronized void saved(long round, Scores scores) {
    Best found = Best.bySwd(round, scores.swd(), scores.diversity());
    if (Double.isFinite(scores.swd()) && best.map(found::isBetterThan).orElse(true)) {
      hint.put(found);
      best = Optional.of(found);
    }
  }

  /** The round that the hint names, whoever wrote it. */
  OptionalLong round() {
    return hint.round();
  }
}
