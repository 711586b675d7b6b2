package io.sparkdcgan.api;

import io.sparkdcgan.evaluation.LabeledFeatures;
import io.sparkdcgan.evaluation.LinearSvm;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.FeatureExtraction;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.step.DiscriminatorFeatures;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The representation test (Radford et al. 2015, section 5.1): how well a linear SVM tells classes
 * apart by a discriminator's features, beside what it makes of others. Each setting gives a new
 * object.
 */
public final class DcganFeatures {
  /** What the discriminator's features are held against. */
  public enum Baseline {
    /** The pixels themselves. */
    PIXELS,
    /** A discriminator of the same configuration before its first round. */
    UNTRAINED
  }

  private final DcganRun run;
  private final ImportedShards train;
  private final ImportedShards test;
  private final Settings settings;

  private record Settings(
      int trainImages, int testImages, Set<Baseline> baselines, OptionalLong round, long seed) {}

  private DcganFeatures(
      DcganRun run, ImportedShards train, ImportedShards test, Settings settings) {
    this.run = run;
    this.train = train;
    this.test = test;
    this.settings = settings;
  }

  /**
   * A test on up to 10,000 pictures of either set, with all baselines, of the newest snapshot.
   *
   * @param train pictures that the SVM learns from, of the size that the run draws
   * @param test pictures whose classes it is asked for
   * @throws Failure {@code CONFIGURATION} if the sizes differ, {@code DATA} if pictures have no
   *     labels, fewer than two classes, or classes of which the SVM has seen nothing
   */
  public static DcganFeatures of(DcganRun run, ImportedShards train, ImportedShards test) {
    for (ImportedShards shards : List.of(train, test)) {
      requireLabels(shards);
      if (shards.imageSize() != run.imageSize()) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s knows pictures of %d pixels, but those in %s have %d: import at %d"
                .formatted(
                    run.uri(), run.imageSize(), shards.uri(), shards.imageSize(), run.imageSize()));
      }
    }
    requireClasses(train, test);
    return new DcganFeatures(
        run,
        train,
        test,
        new Settings(10_000, 10_000, EnumSet.allOf(Baseline.class), OptionalLong.empty(), 1));
  }

  private static void requireLabels(ImportedShards shards) {
    long without = shards.labels().getOrDefault("", 0L);
    if (without > 0) {
      throw new Failure(
          ExitCode.DATA,
          "%d of %d pictures in %s have no label, and the test is to tell labels: import a source with classes, such as cifar10:, imagenet: or folder:"
              .formatted(without, shards.images(), shards.uri()));
    }
  }

  private static void requireClasses(ImportedShards train, ImportedShards test) {
    if (train.labels().size() < 2) {
      throw new Failure(
          ExitCode.DATA,
          "all pictures in %s are of one class, but there must be 2 to tell apart: import a source with more"
              .formatted(train.uri()));
    }
    Set<String> unknown = new TreeSet<>(test.labels().keySet());
    unknown.removeAll(train.labels().keySet());
    if (!unknown.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          "%s has pictures of %s, of which there are none in %s: give two parts of one data set"
              .formatted(test.uri(), unknown, train.uri()));
    }
  }

  /**
   * The most pictures of either set that are used, chosen by the seed.
   *
   * @throws Failure {@code USAGE} if one of them is below 1
   */
  public DcganFeatures limits(int trainImages, int testImages) {
    if (trainImages < 1 || testImages < 1) {
      throw new Failure(
          ExitCode.USAGE,
          "--limit and --test-limit must be at least 1, but are %d and %d"
              .formatted(trainImages, testImages));
    }
    return with(
        new Settings(trainImages, testImages, settings.baselines, settings.round, settings.seed));
  }

  /** What else is tested; may be empty. */
  public DcganFeatures baselines(Set<Baseline> baselines) {
    return with(
        new Settings(
            settings.trainImages,
            settings.testImages,
            Set.copyOf(baselines),
            settings.round,
            settings.seed));
  }

  /** The snapshot after this round instead of the newest. */
  public DcganFeatures after(long round) {
    return with(
        new Settings(
            settings.trainImages,
            settings.testImages,
            settings.baselines,
            OptionalLong.of(round),
            settings.seed));
  }

  /** Names pictures, folds of cross-validation and the untrained discriminator's weights. */
  public DcganFeatures seed(long seed) {
    return with(
        new Settings(
            settings.trainImages, settings.testImages, settings.baselines, settings.round, seed));
  }

  private DcganFeatures with(Settings other) {
    return new DcganFeatures(run, train, test, other);
  }

  /**
   * Makes features on the cluster, and learns from them in this process.
   *
   * @param spark stays the caller's to close
   * @throws Failure {@code CONFIGURATION} if the heap is too small for so many features
   */
  public RepresentationResult run(JavaSparkContext spark) {
    ContextNeeds.require(spark);
    int learned = (int) Math.min(settings.trainImages, train.images());
    int asked = (int) Math.min(settings.testImages, test.images());
    requireHeap(learned, asked);
    return ThreadsInUse.during(
        1, "the representation test", () -> Verdict.orFailure(() -> result(spark, learned, asked)));
  }

  private void requireHeap(int learned, int asked) {
    long dimensions = DiscriminatorFeatures.dimensions(run.networks());
    long needed = LinearSvm.heapBytes(learned, asked, dimensions);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%d training and %d test pictures of %d features take %d MB of the driver's heap, which has %d: lower --limit or raise spark.driver.memory"
              .formatted(learned, asked, dimensions, needed >> 20, heap >> 20));
    }
  }

  private RepresentationResult result(JavaSparkContext spark, int learned, int asked) {
    DcganRun.TrainedDiscriminator trained = run.discriminator(settings.round);
    try (FeatureExtraction teaching =
            new FeatureExtraction(spark, train.rdd(spark), learned, settings.seed);
        FeatureExtraction asking =
            new FeatureExtraction(spark, test.rdd(spark), asked, settings.seed)) {
      Pictures pictures = new Pictures(teaching, asking, classes());
      LinearSvm.Outcome ours = discriminator(pictures, trained.state());
      SortedMap<Baseline, LinearSvm.Outcome> others = new TreeMap<>();
      for (Baseline baseline : new TreeSet<>(settings.baselines)) {
        others.put(baseline, baseline(pictures, baseline));
      }
      return RepresentationResult.of(ours, others, trained.round(), learned, asked);
    }
  }

  private List<String> classes() {
    return List.copyOf(train.labels().keySet());
  }

  private LinearSvm.Outcome baseline(Pictures pictures, Baseline baseline) {
    return switch (baseline) {
      case PIXELS ->
          pictures.tell(pictures.teaching.pixels(), pictures.asking.pixels(), settings.seed);
      case UNTRAINED ->
          discriminator(pictures, run.networks().initialState(settings.seed).discriminator());
    };
  }

  private LinearSvm.Outcome discriminator(Pictures pictures, NetworkState state) {
    var config = run.networks().config();
    NetworkState normalized = pictures.teaching.normalized(config, state);
    return pictures.tell(
        pictures.teaching.discriminator(config, normalized),
        pictures.asking.discriminator(config, normalized),
        settings.seed);
  }

  /** Both sets of pictures, and the classes by their numbers. */
  private record Pictures(
      FeatureExtraction teaching, FeatureExtraction asking, List<String> classes) {
    LinearSvm.Outcome tell(float[][] learned, float[][] asked, long seed) {
      return LinearSvm.test(
          new LabeledFeatures(learned, numbers(teaching)),
          new LabeledFeatures(asked, numbers(asking)),
          seed);
    }

    private int[] numbers(FeatureExtraction pictures) {
      return pictures.labels().stream().mapToInt(classes::indexOf).toArray();
    }
  }
}
