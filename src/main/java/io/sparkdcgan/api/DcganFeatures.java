package io.sparkdcgan.api;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.Set;
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
    UNTRAINED,
    /** What the patches of an image are like, by k-means (Coates, Lee and Ng 2011). */
    KMEANS
  }

  private final DcganRun run;
  private final ImportedShards train;
  private final ImportedShards test;
  private final RepresentationSettings settings;

  private DcganFeatures(
      DcganRun run, ImportedShards train, ImportedShards test, RepresentationSettings settings) {
    this.run = run;
    this.train = train;
    this.test = test;
    this.settings = settings;
  }

  /**
   * A test on up to 10,000 images of either set, beside pixels and an untrained discriminator, of
   * the newest snapshot.
   *
   * @param train images that the SVM learns from, of the size that the run draws
   * @param test images whose classes it is asked for
   * @throws Failure {@code CONFIGURATION} if the sizes differ, {@code DATA} if images have no
   *     labels, fewer than two classes, or classes of which the SVM has seen nothing
   */
  public static DcganFeatures of(DcganRun run, ImportedShards train, ImportedShards test) {
    ClassesToTell.require(train, test);
    for (ImportedShards shards : List.of(train, test)) {
      shards.requireSizeOf(run, "import at %d".formatted(run.imageSize()));
    }
    return new DcganFeatures(run, train, test, RepresentationSettings.ofDefaults());
  }

  /**
   * The most images of either set that are used, chosen by the seed.
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
    return with(settings.limits(trainImages, testImages));
  }

  /** What else is tested; may be empty. */
  public DcganFeatures baselines(Set<Baseline> baselines) {
    return with(settings.baselines(baselines));
  }

  /**
   * How many centroids the baseline {@link Baseline#KMEANS} has, 400 by default.
   *
   * @throws Failure {@code USAGE} if there are fewer than 2, which tell nothing apart
   */
  public DcganFeatures centroids(int centroids) {
    if (centroids < 2) {
      throw new Failure(
          ExitCode.USAGE,
          "--centroids must be at least 2, but is %d: name more".formatted(centroids));
    }
    return with(settings.centroids(centroids));
  }

  /** The snapshot after this round instead of the newest. */
  public DcganFeatures after(long round) {
    return with(settings.after(round));
  }

  /** Names images, patches, folds of cross-validation and the untrained discriminator's weights. */
  public DcganFeatures seed(long seed) {
    return with(settings.seed(seed));
  }

  private DcganFeatures with(RepresentationSettings other) {
    return new DcganFeatures(run, train, test, other);
  }

  /**
   * Makes features on the cluster, and learns from them in this process.
   *
   * @param spark stays the caller's to close
   * @throws Failure {@code CONFIGURATION} if the heap is too small for so many features
   */
  public RepresentationResult run(JavaSparkContext spark) {
    return new RepresentationJob(run, train, test, settings).run(spark);
  }
}
