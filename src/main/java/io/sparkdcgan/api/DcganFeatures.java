package io.sparkdcgan.api;

import io.sparkdcgan.evaluation.LinearSvm;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The representation test (Radford et al. 2015, section 5.1): how well a linear SVM tells classes
 * apart by a discriminator's features, compared with what it makes of others. Each setting gives a
 * new object.
 */
public final class DcganFeatures {
  /** What the discriminator's features are held against. */
  public enum Baseline {
    /** The pixels themselves. */
    PIXELS,
    /** A discriminator of the same configuration before its first round. */
    UNTRAINED,
    /** What the patches of an image are like, by k-means (Coates, Lee and Ng 2011). */
    KMEANS
  }

  /**
   * How a representation test went.
   *
   * @param accuracy share of the test images whose class the SVM found by the discriminator's
   *     features, 0 to 1
   * @param dimensions features of an image
   * @param c the SVM's C that cross-validation chose
   * @param baselines the accuracy by other features
   * @param round completed rounds at the snapshot
   * @param trainImages images that the SVM learned from
   * @param testImages images whose class it was asked for
   */
  public record RepresentationResult(
      double accuracy,
      int dimensions,
      double c,
      SortedMap<Baseline, Double> baselines,
      long round,
      int trainImages,
      int testImages) {

    public RepresentationResult {
      baselines = Collections.unmodifiableSortedMap(new TreeMap<>(baselines));
    }

    static RepresentationResult of(
        LinearSvm.Outcome ours,
        SortedMap<Baseline, LinearSvm.Outcome> others,
        long round,
        int trainImages,
        int testImages) {
      SortedMap<Baseline, Double> baselines = new TreeMap<>();
      others.forEach((baseline, outcome) -> baselines.put(baseline, outcome.accuracy()));
      return new RepresentationResult(
          ours.accuracy(), ours.dimensions(), ours.c(), baselines, round, trainImages, testImages);
    }
  }

  final DcganRun run;
  final ImportedShards train;
  final ImportedShards test;
  int trainImages = 10_000;
  int testImages = 10_000;
  Set<Baseline> baselines = Set.of(Baseline.PIXELS, Baseline.UNTRAINED);
  int centroids = 400;
  OptionalLong round = OptionalLong.empty();
  long seed = 1;
  WorkListener listener = WorkProgress.UNHEARD;

  private DcganFeatures(DcganRun run, ImportedShards train, ImportedShards test) {
    this.run = run;
    this.train = train;
    this.test = test;
  }

  /**
   * A test on up to 10,000 images of either set, compared with pixels and an untrained
   * discriminator, of the newest snapshot.
   *
   * @param train images that the SVM learns from, of the size that the run draws
   * @param test images whose classes it is asked for
   * @throws Failure {@code CONFIGURATION} if the sizes differ, {@code DATA} if images have no
   *     labels, fewer than two classes, or classes of which the SVM has seen nothing
   */
  public static DcganFeatures of(DcganRun run, ImportedShards train, ImportedShards test) {
    requireLabels(train);
    requireLabels(test);
    requireClasses(train, test);
    for (ImportedShards shards : List.of(train, test)) {
      shards.requireSizeOf(run, "import at %s".formatted(run.imageSize()));
    }
    return new DcganFeatures(run, train, test);
  }

  private static void requireLabels(ImportedShards shards) {
    long without = shards.labels().getOrDefault("", 0L);
    if (without > 0) {
      throw new Failure(
          ExitCode.DATA,
          "%s of %s images in %s have no label, and the test is to tell labels: import a source with classes, such as cifar10:, imagenet: or folder:"
              .formatted(without, shards.images(), shards.uri()));
    }
  }

  private static void requireClasses(ImportedShards train, ImportedShards test) {
    if (train.labels().size() < 2) {
      throw new Failure(
          ExitCode.DATA,
          "all images in %s are of one class, but there must be 2 to tell apart: import a source with more"
              .formatted(train.uri()));
    }
    Set<String> unknown = new TreeSet<>(test.labels().keySet());
    unknown.removeAll(train.labels().keySet());
    if (!unknown.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          "%s has images of %s, of which there are none in %s: give two parts of one data set"
              .formatted(test.uri(), unknown, train.uri()));
    }
  }

  /**
   * The most images of either set that are used, chosen by the seed.
   *
   * @throws Failure {@code USAGE} if one of them is below 1
   */
  public DcganFeatures limits(int most, int mostToTest) {
    if (most < 1 || mostToTest < 1) {
      throw new Failure(
          ExitCode.USAGE,
          "--limit and --test-limit must be at least 1, but are %s and %s"
              .formatted(most, mostToTest));
    }
    return with(
        copy -> {
          copy.trainImages = most;
          copy.testImages = mostToTest;
        });
  }

  /** What else is tested; may be empty. */
  public DcganFeatures baselines(Set<Baseline> others) {
    return with(copy -> copy.baselines = Set.copyOf(others));
  }

  /**
   * How many centroids the baseline {@link Baseline#KMEANS} has, 400 by default.
   *
   * @throws Failure {@code USAGE} if there are fewer than 2, which tell nothing apart
   */
  public DcganFeatures centroids(int count) {
    if (count < 2) {
      throw new Failure(
          ExitCode.USAGE, "--centroids must be at least 2, but is %s: name more".formatted(count));
    }
    return with(copy -> copy.centroids = count);
  }

  /** The snapshot after this round instead of the newest. */
  public DcganFeatures after(long completed) {
    return with(copy -> copy.round = OptionalLong.of(completed));
  }

  /** Names images, patches, folds of cross-validation and the untrained discriminator's weights. */
  public DcganFeatures seed(long number) {
    return with(copy -> copy.seed = number);
  }

  /** Somebody who is told how it gets on. */
  public DcganFeatures listener(WorkListener told) {
    return with(copy -> copy.listener = told);
  }

  private DcganFeatures with(Consumer<DcganFeatures> change) {
    DcganFeatures copy = new DcganFeatures(run, train, test);
    copy.trainImages = trainImages;
    copy.testImages = testImages;
    copy.baselines = baselines;
    copy.centroids = centroids;
    copy.round = round;
    copy.seed = seed;
    copy.listener = listener;
    change.accept(copy);
    return copy;
  }

  /**
   * Makes features on the cluster, and learns from them in this process.
   *
   * @param spark stays the caller's to close
   * @throws Failure {@code CONFIGURATION} if the heap is too small for so many features
   */
  public RepresentationResult run(JavaSparkContext spark) {
    return new RepresentationJob(this).run(spark);
  }
}
