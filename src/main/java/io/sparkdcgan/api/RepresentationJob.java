package io.sparkdcgan.api;

import io.sparkdcgan.api.DcganFeatures.Baseline;
import io.sparkdcgan.api.DcganFeatures.RepresentationResult;
import io.sparkdcgan.evaluation.LinearSvm;
import io.sparkdcgan.evaluation.PatchDictionary;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.inference.DiscriminatorFeatures;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.spark.scoring.FeatureExtraction;
import io.sparkdcgan.spark.scoring.ImageFeatures;
import io.sparkdcgan.spark.scoring.SvmJob;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has an SVM learn from every kind of features, on the cluster. */
final class RepresentationJob {
  private static final Logger LOG = LoggerFactory.getLogger(RepresentationJob.class);

  private final DcganRun run;
  private final ImportedShards train;
  private final ImportedShards test;
  private final DcganFeatures settings;

  RepresentationJob(DcganFeatures settings) {
    this.run = settings.run;
    this.train = settings.train;
    this.test = settings.test;
    this.settings = settings;
  }

  RepresentationResult run(JavaSparkContext spark) {
    ContextNeeds.require(spark);
    int learned = (int) Math.min(settings.trainImages, train.images());
    int asked = (int) Math.min(settings.testImages, test.images());
    requireHeap();
    return ThreadsInUse.during(
        1, "the representation test", () -> Verdict.orFailure(() -> result(spark, learned, asked)));
  }

  private void requireHeap() {
    long dimensions = mostDimensions();
    long needed = LinearSvm.heapBytes(classes().size(), dimensions);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s classes by %s features take %s MB of the driver's heap, which has %s: raise spark.driver.memory"
              .formatted(classes().size(), dimensions, needed >> 20, heap >> 20));
    }
  }

  /** One kind is tested after the other. */
  private long mostDimensions() {
    long ours = DiscriminatorFeatures.dimensions(run.networks());
    return settings.baselines.contains(Baseline.KMEANS)
        ? Math.max(ours, PatchDictionary.dimensions(settings.centroids))
        : ours;
  }

  private RepresentationResult result(JavaSparkContext spark, int learned, int asked) {
    DcganRun.TrainedDiscriminator trained = run.discriminator(settings.round);
    try (FeatureExtraction teaching =
            new FeatureExtraction(spark, train.rdd(spark), learned, settings.seed);
        FeatureExtraction asking =
            new FeatureExtraction(spark, test.rdd(spark), asked, settings.seed)) {
      SvmJob svm = new SvmJob(spark, teaching, asking, classes(), settings.seed);
      int kinds = 1 + settings.baselines.size();
      WorkProgress progress = WorkProgress.of(settings.listener);
      LinearSvm.Outcome ours =
          discriminator(
              spark,
              new Teaching(svm, teaching, progress.part(0, kinds)),
              "features of the discriminator",
              trained.state());
      SortedMap<Baseline, LinearSvm.Outcome> others = new TreeMap<>();
      for (Baseline baseline : new TreeSet<>(settings.baselines)) {
        Teaching next = new Teaching(svm, teaching, progress.part(1 + others.size(), kinds));
        others.put(baseline, baseline(spark, next, baseline));
      }
      return RepresentationResult.of(ours, others, trained.round(), learned, asked);
    }
  }

  private List<String> classes() {
    return List.copyOf(train.labels().keySet());
  }

  /**
   * How an SVM learns from one kind of features.
   *
   * @param images that it learns from
   */
  private record Teaching(SvmJob svm, FeatureExtraction images, WorkProgress progress) {}

  private LinearSvm.Outcome baseline(JavaSparkContext spark, Teaching teaching, Baseline baseline) {
    return switch (baseline) {
      case PIXELS -> told(teaching, "pixels", ImageFeatures.pixels(run.imageSize()));
      case UNTRAINED ->
          discriminator(
              spark,
              teaching,
              "features of an untrained discriminator",
              run.networks().initialState(settings.seed).discriminator());
      case KMEANS -> {
        teaching.progress().at("learning a dictionary of patches", 0);
        yield told(
            teaching,
            "features by k-means",
            ImageFeatures.patches(
                spark, teaching.images().dictionary(settings.centroids, settings.seed)));
      }
    };
  }

  private LinearSvm.Outcome discriminator(
      JavaSparkContext spark, Teaching teaching, String name, NetworkState state) {
    teaching.progress().at(name, 0);
    NetworkState normalized = teaching.images().normalized(run.networks().config(), state);
    return told(teaching, name, ImageFeatures.discriminator(spark, run.networks(), normalized));
  }

  private static LinearSvm.Outcome told(Teaching teaching, String name, ImageFeatures features) {
    WorkProgress learning = teaching.progress().between(0.1, 1);
    teaching.progress().at(name, 0.05);
    try (features) {
      LinearSvm.Outcome outcome =
          teaching
              .svm()
              .by(features, (c, share) -> learning.at("%s, C %s".formatted(name, c), share));
      LOG.info(
          "{} {}: {} % of test images told, {} % in cross-validation with C {}",
          outcome.dimensions(),
          name,
          percent(outcome.accuracy()),
          percent(outcome.crossValidated()),
          outcome.c());
      return outcome;
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
