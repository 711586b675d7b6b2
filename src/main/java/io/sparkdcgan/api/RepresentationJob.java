package io.sparkdcgan.api;

import io.sparkdcgan.api.DcganFeatures.Baseline;
import io.sparkdcgan.evaluation.LabeledFeatures;
import io.sparkdcgan.evaluation.LinearSvm;
import io.sparkdcgan.evaluation.PatchDictionary;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.FeatureExtraction;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.step.DiscriminatorFeatures;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;

/** Makes every kind of features on the cluster, and has an SVM learn from each in this process. */
final class RepresentationJob {
  private final DcganRun run;
  private final ImportedShards train;
  private final ImportedShards test;
  private final RepresentationSettings settings;

  RepresentationJob(
      DcganRun run, ImportedShards train, ImportedShards test, RepresentationSettings settings) {
    this.run = run;
    this.train = train;
    this.test = test;
    this.settings = settings;
  }

  RepresentationResult run(JavaSparkContext spark) {
    ContextNeeds.require(spark);
    int learned = (int) Math.min(settings.trainImages(), train.images());
    int asked = (int) Math.min(settings.testImages(), test.images());
    requireHeap(learned, asked);
    return ThreadsInUse.during(
        1, "the representation test", () -> Verdict.orFailure(() -> result(spark, learned, asked)));
  }

  private void requireHeap(int learned, int asked) {
    long dimensions = mostDimensions();
    long needed = LinearSvm.heapBytes(learned, asked, dimensions);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%d training and %d test pictures of %d features take %d MB of the driver's heap, which has %d: lower --limit or raise spark.driver.memory"
              .formatted(learned, asked, dimensions, needed >> 20, heap >> 20));
    }
  }

  /** One kind after the other has the heap. */
  private long mostDimensions() {
    long ours = DiscriminatorFeatures.dimensions(run.networks());
    return settings.baselines().contains(Baseline.KMEANS)
        ? Math.max(ours, PatchDictionary.dimensions(settings.centroids()))
        : ours;
  }

  private RepresentationResult result(JavaSparkContext spark, int learned, int asked) {
    DcganRun.TrainedDiscriminator trained = run.discriminator(settings.round());
    try (FeatureExtraction teaching =
            new FeatureExtraction(spark, train.rdd(spark), learned, settings.seed());
        FeatureExtraction asking =
            new FeatureExtraction(spark, test.rdd(spark), asked, settings.seed())) {
      Pictures pictures = new Pictures(teaching, asking, classes());
      LinearSvm.Outcome ours = discriminator(pictures, trained.state());
      SortedMap<Baseline, LinearSvm.Outcome> others = new TreeMap<>();
      for (Baseline baseline : new TreeSet<>(settings.baselines())) {
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
          pictures.tell(pictures.teaching.pixels(), pictures.asking.pixels(), settings.seed());
      case UNTRAINED ->
          discriminator(pictures, run.networks().initialState(settings.seed()).discriminator());
      case KMEANS -> patches(pictures);
    };
  }

  private LinearSvm.Outcome discriminator(Pictures pictures, NetworkState state) {
    var config = run.networks().config();
    NetworkState normalized = pictures.teaching.normalized(config, state);
    return pictures.tell(
        pictures.teaching.discriminator(config, normalized),
        pictures.asking.discriminator(config, normalized),
        settings.seed());
  }

  private LinearSvm.Outcome patches(Pictures pictures) {
    PatchDictionary dictionary =
        pictures.teaching.dictionary(settings.centroids(), settings.seed());
    return pictures.tell(
        pictures.teaching.patches(dictionary),
        pictures.asking.patches(dictionary),
        settings.seed());
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
