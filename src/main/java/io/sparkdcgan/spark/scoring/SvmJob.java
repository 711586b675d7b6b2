package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.evaluation.LabeledFeatures;
import io.sparkdcgan.evaluation.LinearSvm;
import io.sparkdcgan.evaluation.Standardization;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

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

  /** How well classes are told by these features. */
  public LinearSvm.Outcome by(ImageFeatures features) {
    JavaRDD<LabeledFeatures> learned = teaching.of(features, classes, seed);
    JavaRDD<LabeledFeatures> asked = asking.of(features, classes, seed);
    Standardization standard = Standardization.of(SpreadFeatures.moments(learned));
    try (SpreadFeatures train = SpreadFeatures.of(spark, learned, standard);
        SpreadFeatures test = SpreadFeatures.of(spark, asked, standard)) {
      return LinearSvm.test(train, test, classes.size(), features.dimensions());
    }
  }
}
