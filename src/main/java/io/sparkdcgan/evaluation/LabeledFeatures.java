package io.sparkdcgan.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some images as a classifier sees them. Crosses Spark.
 *
 * @param rows [images][features]; not copied
 * @param labels the class of each image, from 0; not copied
 * @param folds the part of cross-validation in which each image is asked for, from 0, or {@link
 *     #ONLY_LEARNED}; not copied
 */
public record LabeledFeatures(float[][] rows, int[] labels, int[] folds) {
  /** The fold of an image that takes no part in cross-validation. */
  public static final int ONLY_LEARNED = -1;

  /**
   * @throws IllegalArgumentException if there is not one label and one fold for each row
   */
  public LabeledFeatures {
    if (rows.length != labels.length || rows.length != folds.length) {
      throw new IllegalArgumentException(
          "%s rows of features have %s labels and %s folds"
              .formatted(rows.length, labels.length, folds.length));
    }
  }

  /** The same images, with other features of them. */
  LabeledFeatures with(float[][] others) {
    return new LabeledFeatures(others, labels, folds);
  }

  /** Those that classifiers can use, by the same features. */
  LabeledFeatures of(Classifiers classifiers) {
    int[] used = IntStream.range(0, rows.length).filter(i -> classifiers.use(folds[i])).toArray();
    return used.length == rows.length
        ? this
        : new LabeledFeatures(
            Arrays.stream(used).mapToObj(i -> rows[i]).toArray(float[][]::new),
            Arrays.stream(used).map(i -> labels[i]).toArray(),
            Arrays.stream(used).map(i -> folds[i]).toArray());
  }

  int label(int image) {
    return labels[image];
  }

  int fold(int image) {
    return folds[image];
  }

  /** How many images there are. */
  public int count() {
    return rows.length;
  }
}
