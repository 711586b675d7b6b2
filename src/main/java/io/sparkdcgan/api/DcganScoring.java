package io.sparkdcgan.api;

import io.sparkdcgan.evaluation.PictureSet;
import io.sparkdcgan.evaluation.SlicedWasserstein;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.PictureChoice;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/** Scores a run's snapshots by as many real pictures as drawn ones. */
public final class DcganScoring {
  /** The most pictures whose pixels, at 128 x 128, fit into one array. */
  private static final int MOST = 32_768;

  private final ImportedShards real;
  private final int count;
  private final long seed;

  private DcganScoring(ImportedShards real, int count, long seed) {
    this.real = real;
    this.count = count;
    this.seed = seed;
  }

  /**
   * Sees that the two can be compared; computes nothing.
   *
   * @param real pictures of the size that the run draws
   * @param count how many of each: 1 to 32,768, and no more than there are real ones
   * @param seed names pictures, patches and directions; scores of one seed are comparable best
   * @throws Failure {@code USAGE} for a count that cannot be, {@code CONFIGURATION} if the sizes
   *     differ, {@code DATA} if there are not as many real pictures
   */
  public static DcganScoring of(DcganRun run, ImportedShards real, int count, long seed) {
    requireCount(count);
    if (real.imageSize() != run.imageSize()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s draws pictures of %d pixels, but those in %s have %d: import at %d"
              .formatted(
                  run.uri(), run.imageSize(), real.uri(), real.imageSize(), run.imageSize()));
    }
    if (real.images() < count) {
      throw new Failure(
          ExitCode.DATA,
          "%s holds %d pictures, but --count %d wants as many real ones as drawn: lower it or import more"
              .formatted(real.uri(), real.images(), count));
    }
    return new DcganScoring(real, count, seed);
  }

  /**
   * Sees that so many pictures can be compared.
   *
   * @throws Failure {@code USAGE} if not
   */
  public static void requireCount(int count) {
    if (count < 1 || count > MOST) {
      throw new Failure(
          ExitCode.USAGE, "--count must be from 1 to %d, but is %d".formatted(MOST, count));
    }
  }

  /**
   * Scores snapshots of the run, each when it is its turn.
   *
   * @param spark stays the caller's to close
   */
  public List<SnapshotScore> scores(JavaSparkContext spark, Stream<TrainedSnapshot> snapshots) {
    ContextNeeds.require(spark);
    return Verdict.orFailure(
        () -> {
          PictureSet chosen = new PictureChoice(real.rdd(spark), seed).of(count);
          return snapshots.map(snapshot -> score(spark, snapshot, chosen)).toList();
        });
  }

  private SnapshotScore score(JavaSparkContext spark, TrainedSnapshot snapshot, PictureSet chosen) {
    PictureSet drawn = snapshot.pictures(spark, count, seed);
    SlicedWasserstein.Score score = new SlicedWasserstein(seed).between(chosen, drawn);
    return new SnapshotScore(snapshot.round(), score.mean(), score.byLevel());
  }
}
