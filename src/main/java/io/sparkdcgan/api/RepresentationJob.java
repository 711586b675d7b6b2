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
      LinearSvm.Outcome ours =
          discriminator(spark, svm, teaching, "features of the discriminator", trained.state());
      SortedMap<Baseline, LinearSvm.Outcome> others = new TreeMap<>();
      for (Baseline baseline : new TreeSet<>(settings.baselines)) {
        others.put(baseline, baseline(spark, svm, teaching, baseline));
      }
      return RepresentationResult.of(ours, others, trained.round(), learned, asked);
    }
  }

  private List<String> classes() {
    return List.copyOf(train.labels().keySet());
  }

  private LinearSvm.Outcome baseline(
      JavaSparkContext spark, SvmJob svm, FeatureExtraction teaching, Baseline baseline) {
    return switch (baseline) {
      case PIXELS -> told(svm, "pixels", ImageFeatures.pixels(run.imageSize()));
      case UNTRAINED ->
          discriminator(
              spark,
              svm,
              teaching,
              "features of an untrained discriminator",
              run.networks().initialState(settings.seed).discriminator());
      case KMEANS ->
          told(
              svm,
              "features by k-means",
              ImageFeatures.patches(spark, teaching.dictionary(settings.centroids, settings.seed)));
    };
  }

  private LinearSvm.Outcome discriminator(
      JavaSparkContext spark,
      SvmJob svm,
      FeatureExtraction teaching,
      String name,
      NetworkState state) {
    NetworkState normalized = teaching.normalized(run.networks().config(), state);
    return told(svm, name, ImageFeatures.discriminator(spark, run.networks(), normalized));
  }

  private static LinearSvm.Outcome told(SvmJob svm, String name, ImageFeatures features) {
    try (features) {
      LinearSvm.Outcome outcome = svm.by(features);
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
