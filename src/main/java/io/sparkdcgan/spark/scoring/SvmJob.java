package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.evaluation.Classifiers;
import io.sparkdcgan.evaluation.FeatureMoments;
import io.sparkdcgan.evaluation.HingeLoss;
import io.sparkdcgan.evaluation.LabeledFeatures;
import io.sparkdcgan.evaluation.LinearSvm;
import io.sparkdcgan.evaluation.Standardization;
import io.sparkdcgan.spark.gpu.TaskArithmetic;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Has a linear SVM learn from features on the cluster, and tells how well it knows the classes of
 * other images. Features are made twice, for their moments and to be kept standardized: so they
 * take memory once.
 */
public final class SvmJob {
  private final JavaSparkContext spark;
  private final FeatureExtraction teaching;
  private final FeatureExtraction asking;
  private final List<String> classes;
  private final long seed;

  /**
   * @param teaching images to learn from
   * @param asking images whose classes are asked for
   * @param classes all labels of both
   * @param seed names the folds of cross-validation
   */
  public SvmJob(
      JavaSparkContext spark,
      FeatureExtraction teaching,
      FeatureExtraction asking,
      List<String> classes,
      long seed) {
    this.spark = spark;
    this.teaching = teaching;
    this.asking = asking;
    this.classes = classes;
    this.seed = seed;
  }

  /**
   * How well classes are told by these features.
   *
   * @param watch is told how learning gets on
   */
  public LinearSvm.Outcome by(ImageFeatures features, LinearSvm.Watch watch) {
    JavaRDD<LabeledFeatures> learned = teaching.of(features, classes, seed);
    JavaRDD<LabeledFeatures> asked = asking.of(features, classes, seed);
    Standardization standard = Standardization.of(SpreadFeatures.moments(learned));
    try (SpreadFeatures train = SpreadFeatures.of(spark, learned, standard);
        SpreadFeatures test = SpreadFeatures.of(spark, asked, standard)) {
      return LinearSvm.test(train, test, classes.size(), features.dimensions(), watch);
    }
  }

  /**
   * Standardized features of images, kept on the executors that made them until this is closed;
   * what does not fit their memory goes to their disks. An SVM's steps are a job each. Sums are
   * added up in the order of the partitions: the same bits on any number of executors.
   */
  private static final class SpreadFeatures implements LinearSvm.Images, AutoCloseable {
    /** Each brings a sum as long as all weights to the driver, every step: few and large ones. */
    private static final int MOST_PARTITIONS = 16;

    private final JavaSparkContext spark;
    private final Broadcast<Standardization> standard;
    private final JavaRDD<LabeledFeatures> parts;

    private SpreadFeatures(
        JavaSparkContext spark,
        Broadcast<Standardization> standard,
        JavaRDD<LabeledFeatures> parts) {
      this.spark = spark;
      this.standard = standard;
      this.parts = parts;
    }

    /** The moments of features, made once for that. */
    static FeatureMoments moments(JavaRDD<LabeledFeatures> features) {
      return few(features).mapPartitions(SpreadFeatures::moments).collect().stream()
          .reduce(FeatureMoments::plus)
          .orElseThrow(() -> new IllegalArgumentException("there are no images"));
    }

    private static Iterator<FeatureMoments> moments(Iterator<LabeledFeatures> parts) {
      FeatureMoments moments = null;
      while (parts.hasNext()) {
        FeatureMoments more = FeatureMoments.of(parts.next());
        moments = moments == null ? more : moments.plus(more);
      }
      return moments == null ? List.<FeatureMoments>of().iterator() : List.of(moments).iterator();
    }

    /**
     * @param features made once, when they are first asked for
     */
    static SpreadFeatures of(
        JavaSparkContext spark, JavaRDD<LabeledFeatures> features, Standardization standard) {
      Broadcast<Standardization> shared = spark.broadcast(standard);
      return new SpreadFeatures(
          spark,
          shared,
          few(features)
              .map(part -> shared.value().of(part))
              .persist(StorageLevel.MEMORY_AND_DISK()));
    }

    private static JavaRDD<LabeledFeatures> few(JavaRDD<LabeledFeatures> features) {
      return features.getNumPartitions() > MOST_PARTITIONS
          ? features.coalesce(MOST_PARTITIONS)
          : features;
    }

    @Override
    public double[] loss(Classifiers classifiers, double[] weights) {
      Broadcast<double[]> shared = spark.broadcast(weights);
      return freed(
          shared,
          () -> {
            double[] sum = new double[weights.length + 1];
            for (double[] part :
                parts.mapPartitions(some -> loss(classifiers, shared.value(), some)).collect()) {
              for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
              }
            }
            return sum;
          });
    }

    private static Iterator<double[]> loss(
        Classifiers classifiers, double[] weights, Iterator<LabeledFeatures> parts) {
      TaskArithmetic.begin();
      try (HingeLoss loss = new HingeLoss(classifiers, weights)) {
        parts.forEachRemaining(loss::add);
        return List.of(loss.sum()).iterator();
      }
    }

    @Override
    public double share(Classifiers classifiers, double[] weights) {
      Broadcast<double[]> shared = spark.broadcast(weights);
      return freed(
          shared,
          () -> {
            long right = 0;
            long asked = 0;
            for (long[] part :
                parts
                    .map(
                        some -> {
                          TaskArithmetic.begin();
                          return HingeLoss.right(classifiers, shared.value(), some);
                        })
                    .collect()) {
              right += part[0];
              asked += part[1];
            }
            return (double) right / asked;
          });
    }

    private static <T> T freed(Broadcast<?> shared, Supplier<T> job) {
      try {
        return job.get();
      } finally {
        shared.destroy();
      }
    }

    @Override
    public void close() {
      parts.unpersist();
      standard.destroy();
    }
  }
}
