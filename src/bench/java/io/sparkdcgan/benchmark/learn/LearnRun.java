package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a comparison.
 *
 * @param variant the variant's name
 * @param keys its whole configuration, {@code key=value} each, later ones win
 * @param config the same, read
 */
record LearnRun(String variant, int workers, long seed, List<String> keys, RunConfig config) {
  /** Rounds that nobody would ask for: still there, nobody has. */
  private static final int NOT_ASKED = 999_999_937;

  /**
   * How long runs are and how often they are scored, unless their keys say so.
   *
   * @param images that all workers of a run see together
   * @param evaluations of a run, the last one at its end
   */
  record Length(long images, int evaluations) {}

  /**
   * A run by its variant.
   *
   * @param defaults keys that all others override
   * @throws io.sparkdcgan.failure.Failure {@code CONFIGURATION} with every mistake
   */
  static LearnRun of(
      Variant variant,
      int workers,
      long seed,
      List<String> defaults,
      List<String> shared,
      Length length) {
    List<String> own = new ArrayList<>(shared);
    own.addAll(variant.keys(workers));
    own.add("run.name=%s".formatted(name(variant.name(), workers, seed)));
    own.add("run.seed=" + seed);
    own.add("averaging.workers=" + workers);
    RunConfig asked =
        read(defaults, List.of("training.rounds=" + NOT_ASKED, "artifacts.snapshot-every=1"), own);
    List<String> derived = derived(asked, length);
    List<String> keys = new ArrayList<>(defaults);
    keys.addAll(derived);
    keys.addAll(own);
    return new LearnRun(variant.name(), workers, seed, keys, read(keys, List.of(), List.of()));
  }

  private static List<String> derived(RunConfig asked, Length length) {
    long rounds =
        asked.training().rounds() == NOT_ASKED
            ? StepShares.of(asked).rounds(length.images())
            : asked.training().rounds();
    int saved = asked.artifacts().snapshotEvery();
    long every =
        asked.evaluation().every() > 0
            ? asked.evaluation().every()
            : Math.max(1, Math.round((double) rounds / length.evaluations() / saved)) * saved;
    return List.of(
        "training.rounds=" + rounds,
        "evaluation.every=" + every,
        "artifacts.snapshot-every=" + every,
        "artifacts.grid-every=" + every);
  }

  private static RunConfig read(List<String> first, List<String> second, List<String> third) {
    List<String> keys = new ArrayList<>(first);
    keys.addAll(second);
    keys.addAll(third);
    return ConfigReader.read("bench learn", "", keys);
  }

  /** Its folder's name under {@code --to}, and the run's own. */
  String name() {
    return name(variant, workers, seed);
  }

  private static String name(String variant, int workers, long seed) {
    return "%s-w%s-s%s".formatted(variant, workers, seed);
  }
}
