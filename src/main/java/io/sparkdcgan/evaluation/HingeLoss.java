package io.sparkdcgan.evaluation;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What images say of the weights of linear L2-SVMs: the sum of max(0, 1 - y w x)^2, where y is 1
 * for the class of a classifier and -1 for the rest, and its gradient. A part's features are
 * brought to native memory once and multiplied twice while they are in the cache.
 */
public final class HingeLoss implements AutoCloseable {
  private final Classifiers classifiers;
  private final INDArray weights; // [features + 1, classifiers]
  private final INDArray gradient; // the same
  private double loss;

  /**
   * @param weights of all classifiers
   */
  public HingeLoss(Classifiers classifiers, double[] weights) {
    this.classifiers = classifiers;
    this.weights = columns(classifiers, weights);
    this.gradient = Nd4j.create(new long[] {classifiers.stride(), classifiers.count()}, 'f');
  }

  /**
   * How many images are told the class that they have: that of the classifier with the largest
   * product, of those who did not learn from the image.
   *
   * @return how many are right, and how many were asked for
   */
  public static long[] right(Classifiers classifiers, double[] weights, LabeledFeatures given) {
    LabeledFeatures part = given.of(classifiers);
    if (part.count() == 0) {
      return new long[2];
    }
    try (INDArray columns = columns(classifiers, weights);
        INDArray rows = withConstant(part);
        INDArray products = Nd4j.gemm(rows, columns, false, false)) {
      float[][] values = FeatureMatrix.rows(products);
      long right = 0;
      for (int image = 0; image < values.length; image++) {
        int first = classifiers.firstAsked(part.fold(image));
        int told = largest(values[image], first, classifiers.classes());
        right += told == part.label(image) ? 1 : 0;
      }
      return new long[] {right, part.count()};
    }
  }

  private static int largest(float[] values, int first, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (values[first + i] > values[first + largest]) {
        largest = i;
      }
    }
    return largest;
  }

  /** Adds what these images say. */
  public void add(LabeledFeatures given) {
    LabeledFeatures part = given.of(classifiers);
    if (part.count() == 0) {
      return;
    }
    try (INDArray rows = withConstant(part);
        INDArray products = Nd4j.gemm(rows, weights, false, false);
        INDArray slopes = Nd4j.createFromArray(slopes(part, FeatureMatrix.rows(products)))) {
      Nd4j.gemm(rows, slopes, gradient, true, false, 1, 1);
    }
  }

  /** The derivative of the loss by each product; adds up the loss. */
  private float[][] slopes(LabeledFeatures part, float[][] products) {
    for (int image = 0; image < products.length; image++) {
      float[] row = products[image];
      for (int k = 0; k < row.length; k++) {
        int sign = classifiers.classOf(k) == part.label(image) ? 1 : -1;
        float missing = Math.max(0, 1 - sign * row[k]);
        boolean learns = classifiers.learns(k, part.fold(image));
        loss += learns ? (double) missing * missing : 0;
        row[k] = learns ? -2 * sign * missing : 0;
      }
    }
    return products;
  }

  /** The gradient by each weight of what was added, and behind it the loss. */
  public double[] sum() {
    float[] flat = gradient.data().asFloat(); // in Fortran order: classifier after classifier
    double[] sum = new double[flat.length + 1];
    for (int i = 0; i < flat.length; i++) {
      sum[i] = flat[i];
    }
    sum[flat.length] = loss;
    return sum;
  }

  /** [features + 1, classifiers]; the caller's to close. */
  private static INDArray columns(Classifiers classifiers, double[] weights) {
    float[] flat = new float[weights.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) weights[i];
    }
    return Nd4j.createFromArray(flat).reshape('f', classifiers.stride(), classifiers.count());
  }

  /** [images, features + 1]; the caller's to close. */
  private static INDArray withConstant(LabeledFeatures part) {
    float[][] rows = part.rows();
    int stride = rows[0].length + 1;
    float[] flat = new float[Math.multiplyExact(rows.length, stride)];
    for (int image = 0; image < rows.length; image++) {
      System.arraycopy(rows[image], 0, flat, image * stride, stride - 1);
      flat[image * stride + stride - 1] = 1;
    }
    return Nd4j.createFromArray(flat).reshape('c', rows.length, stride);
  }

  @Override
  public void close() {
    weights.close();
    gradient.close();
  }
}
