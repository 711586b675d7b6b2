package io.sparkdcgan.evaluation;

import java.io.Serializable;

/**
 * Which linear classifiers are learned at once, each of them one class against the rest: one for
 * each class, and in cross-validation as many for each fold, which do not learn from that fold.
 * Part of Spark's closures.
 *
 * <p>Weights are [classifiers][features + 1], flat: the last of each is that of a constant feature
 * of 1, regularized as any other's, as in liblinear.
 */
public final class Classifiers implements Serializable {
  private static final long serialVersionUID = 1;

  private final int classes;
  private final int folds;
  private final int dimensions;

  private Classifiers(int classes, int folds, int dimensions) {
    this.classes = classes;
    this.folds = folds;
    this.dimensions = dimensions;
  }

  /** One of each class, which learns from all images. */
  public static Classifiers ofAll(int classes, int dimensions) {
    return new Classifiers(classes, 1, dimensions);
  }

  /**
   * One of each class and fold.
   *
   * @param folds at least 2
   */
  public static Classifiers crossValidated(int classes, int folds, int dimensions) {
    return new Classifiers(classes, folds, dimensions);
  }

  /** How many there are. */
  public int count() {
    return classes * folds;
  }

  /** Weights of one classifier. */
  int stride() {
    return dimensions + 1;
  }

  /** How long all weights are. */
  public int length() {
    return Math.multiplyExact(count(), stride());
  }

  /** Whether an image of this fold is of any use: see {@link LabeledFeatures#ONLY_LEARNED}. */
  boolean use(int fold) {
    return folds == 1 || fold >= 0;
  }

  /** Whether a classifier may learn from an image of this fold. */
  boolean learns(int classifier, int fold) {
    return folds == 1 || classifier / classes != fold;
  }

  /** The class that a classifier tells from the rest. */
  int classOf(int classifier) {
    return classifier % classes;
  }

  /** The first of those that did not learn from this fold; they follow each other by class. */
  int firstAsked(int fold) {
    return folds == 1 ? 0 : fold * classes;
  }

  int classes() {
    return classes;
  }

  /** The mean of the folds' weights, for those who learn from all images. */
  public double[] meanOfFolds(double[] weights) {
    double[] mean = new double[classes * stride()];
    for (int i = 0; i < weights.length; i++) {
      mean[i % mean.length] += weights[i] / folds;
    }
    return mean;
  }
}
