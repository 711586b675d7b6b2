package io.sparkdcgan.api;

import io.sparkdcgan.api.RunScores.SnapshotScore;
import io.sparkdcgan.config.RunConfig.EvaluationConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.scoring.FeatureJob;
import io.sparkdcgan.spark.scoring.ImageChoice;
import io.sparkdcgan.spark.scoring.NearestJob;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Scores a run's snapshots by as many real images as drawn ones. Each setting gives a new object.
 */
public final class DcganScoring {
  /** The most images whose pixels, at 128 x 128, fit into one array. */
  private static final int MOST = EvaluationConfig.MOST_IMAGES;

  /** MS-SSIM and the reference's halves want pairs. */
  private static final int FEWEST = 4;

  private final ImportedShards real;
  private final int count;
  private final long seed;
  private ImportedShards trained;
  private Optional<ImageFeatures> features = Optional.empty();
  private WorkListener listener = WorkProgress.UNHEARD;
  private int expected = 1;

  private DcganScoring(ImportedShards real, int count, long seed) {
    this.real = real;
    this.count = count;
    this.seed = seed;
    this.trained = real;
  }

  /**
   * Sees that the two can be compared; computes nothing.
   *
   * @param real images of the size that the run draws
   * @param count how many of each: 4 to 32,768, and no more than there are real ones
   * @param seed names images, patches and directions; scores of one seed are comparable best
   * @throws Failure {@code USAGE} for a count that cannot be, {@code CONFIGURATION} if the sizes
   *     differ, {@code DATA} if there are not as many real images
   */
  public static DcganScoring of(DcganRun run, ImportedShards real, int count, long seed) {
    requireCount(count);
    real.requireSizeOf(run, "import at %s".formatted(run.imageSize()));
    return of(real, count, seed);
  }

  /**
   * The same for images that another program drew, and that were imported.
   *
   * @throws Failure as {@link #of(DcganRun, ImportedShards, int, long)}
   */
  public static DcganScoring of(ImportedShards drawn, ImportedShards real, int count, long seed) {
    requireCount(count);
    requireEnough(drawn, count, "drawn ones as real");
    real.requireSizeOf(drawn, "import both at one size");
    return of(real, count, seed);
  }

  private static DcganScoring of(ImportedShards real, int count, long seed) {
    requireEnough(real, count, "real ones as drawn");
    return new DcganScoring(real, count, seed);
  }

  private static void requireEnough(ImportedShards images, int count, String what) {
    if (images.images() < count) {
      throw new Failure(
          ExitCode.DATA,
          "%s holds %s images, but --count %s wants as many %s: lower it or import more"
              .formatted(images.uri(), images.images(), count, what));
    }
  }

  /**
   * Sees that so many images can be compared.
   *
   * @throws Failure {@code USAGE} if not
   */
  public static void requireCount(int count) {
    TrainedSnapshot.requireCount(count, FEWEST, MOST);
  }

  /**
   * The same with other images to look for copies of, where those that are scored with are not the
   * ones that the run was trained with.
   *
   * @throws Failure {@code CONFIGURATION} if the sizes differ
   */
  public DcganScoring trainedWith(ImportedShards shards) {
    shards.requireSizeOf(real, "name the import that the run was trained with");
    return with(copy -> copy.trained = shards);
  }

  /** The same with distances by a network's features besides. */
  public DcganScoring features(ImageFeatures network) {
    return with(copy -> copy.features = Optional.of(network));
  }

  /**
   * The same with somebody who is told how it gets on.
   *
   * @param snapshots how many will be scored, as far as that is known
   */
  public DcganScoring listener(WorkListener told, int snapshots) {
    return with(
        copy -> {
          copy.listener = told;
          copy.expected = Math.max(1, snapshots);
        });
  }

  private DcganScoring with(Consumer<DcganScoring> change) {
    DcganScoring copy = new DcganScoring(real, count, seed);
    copy.trained = trained;
    copy.features = features;
    copy.listener = listener;
    copy.expected = expected;
    change.accept(copy);
    return copy;
  }

  /**
   * Scores snapshots of the run, each when it is its turn.
   *
   * @param spark stays the caller's to close
   */
  public List<SnapshotScore> scores(JavaSparkContext spark, Stream<TrainedSnapshot> snapshots) {
    return withReference(spark, snapshots).scores();
  }

  /**
   * The same, and what real images have by other real ones.
   *
   * @param spark stays the caller's to close
   */
  public RunScores withReference(JavaSparkContext spark, Stream<TrainedSnapshot> snapshots) {
    AtomicInteger number = new AtomicInteger();
    return scored(
        spark,
        images ->
            snapshots
                .map(snapshot -> score(spark, snapshot, images, number.getAndIncrement()))
                .toList());
  }

  /**
   * Scores images that another program drew, {@code count} of them chosen by the seed, in the same
   * way; their one score is that of round 0.
   *
   * @param spark stays the caller's to close
   */
  public RunScores ofImages(JavaSparkContext spark, ImportedShards drawn) {
    return scored(
        spark,
        images ->
            List.of(images.score(0, new ImageChoice(drawn.rdd(spark), seed).of(count), turn(0))));
  }

  /** The real images have the first turn, and each snapshot one after that. */
  private WorkProgress turn(int snapshot) {
    int turns = expected + 1;
    return WorkProgress.of(listener).part(Math.min(snapshot + 1, expected), turns);
  }

  private RunScores scored(
      JavaSparkContext spark, Function<RealImages, List<SnapshotScore>> scoring) {
    ContextNeeds.require(spark);
    return Verdict.orFailure(
        () -> {
          Optional<FeatureJob> job =
              features.map(network -> new FeatureJob(spark, network.onnx(), network.input()));
          try {
            WorkProgress own = WorkProgress.of(listener).part(0, expected + 1);
            own.at("choosing real images", 0);
            RealImages images = realImages(spark, job);
            return new RunScores(images.reference(own.between(0.5, 1)), scoring.apply(images));
          } finally {
            job.ifPresent(FeatureJob::close);
          }
        });
  }

  private RealImages realImages(JavaSparkContext spark, Optional<FeatureJob> job) {
    int wanted = real.images() >= 2L * count && 2 * count <= MOST ? 2 * count : count;
    return new RealImages(
        new ImageChoice(real.rdd(spark), seed).withKeys(wanted),
        count,
        seed,
        new NearestJob(spark, trained.rdd(spark)),
        job);
  }

  private SnapshotScore score(
      JavaSparkContext spark, TrainedSnapshot snapshot, RealImages images, int number) {
    WorkProgress turn = turn(number);
    turn.at("drawing images of round " + snapshot.round(), 0);
    return images.score(
        snapshot.round(), snapshot.images(spark, count, seed), turn.between(0.2, 1));
  }
}
