package io.sparkdcgan.run;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.BestHint.Best;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.snapshot.SnapshotStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which snapshot scored best so far, and {@code best.json} about it. The log has the word on every
 * round that it knows; of the others, whose lines are lost, the hint and the scores that snapshots
 * were saved with are believed.
 */
final class Scoreboard {
  private static final String SWD = "swd";
  private static final String DIVERSITY = "diversity";
  private static final Set<String> NAMES = Set.of(SWD, DIVERSITY);

  private final BestHint hint;
  private final SnapshotStore snapshots;
  private Optional<Best> best = Optional.empty();

  Scoreboard(BestHint hint, SnapshotStore snapshots) {
    this.hint = hint;
    this.snapshots = snapshots;
  }

  /**
   * Training goes on after these lines. What others scored stands where none of them is scored.
   * Where the run had ended before and is made longer, the scores of that end count no more: a run
   * that was planned so would not have them, and goes back to the best at an alarm.
   *
   * @param metrics lines of the run's log up to where it is
   * @param rounds after how many the run is complete
   * @param saved rounds up to where it is that have a snapshot
   */
  synchronized void begin(List<RoundLine> metrics, long rounds, List<Long> saved) {
    List<RoundLine> counted = metrics.stream().filter(line -> !isFormerEnd(line, rounds)).toList();
    Set<Long> unlogged = new HashSet<>(saved);
    metrics.forEach(line -> unlogged.remove(line.round()));
    Stream<Best> hinted = hint.find().filter(found -> unlogged.contains(found.round())).stream();
    best =
        BestHint.best(
            Stream.of(
                    BestHint.among(counted, saved).stream(),
                    hinted,
                    unlogged.stream().flatMap(round -> kept(round).stream()))
                .flatMap(all -> all));
    best.ifPresent(hint::correct);
  }

  private static boolean isFormerEnd(RoundLine line, long rounds) {
    return line.scores() != null && line.scores().atEnd() && line.round() < rounds;
  }

  /** By what a snapshot was saved with. */
  private Optional<Best> kept(long round) {
    Map<String, Double> scores = snapshots.scores(round);
    return scores.keySet().containsAll(NAMES)
        ? Optional.of(Best.bySwd(round, scores.get(SWD), scores.get(DIVERSITY)))
        : Optional.empty();
  }

  /** What a snapshot is saved with; scores of an end that may be none are not. */
  static Map<String, Double> toSave(Optional<Scores> scores) {
    return scores
        .filter(found -> !found.atEnd())
        .map(found -> Map.of(SWD, found.swd(), DIVERSITY, found.diversity()))
        .orElse(Map.of());
  }

  /** This state is saved, and has these scores. */
  synchronized void saved(long round, Scores scores) {
    Best found = Best.bySwd(round, scores.swd(), scores.diversity());
    if (Double.isFinite(scores.swd()) && best.map(found::isBetterThan).orElse(true)) {
      hint.put(found);
      best = Optional.of(found);
    }
  }

  /** The best one's round: as known here, or else as the hint names it, whoever wrote that. */
  synchronized OptionalLong round() {
    return best.isPresent() ? OptionalLong.of(best.get().round()) : hint.round();
  }
}
