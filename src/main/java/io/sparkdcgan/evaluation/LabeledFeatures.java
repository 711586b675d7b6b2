package io.sparkdcgan.evaluation;

/** Pictures as a classifier sees them. */
public final class LabeledFeatures {
  private final float[][] rows;
  private final int[] labels;

  /**
   * @param rows [pictures][features]; written over by whoever standardizes them
   * @param labels the class of each picture, from 0
   * @throws IllegalArgumentException if there is not one label for each row, or no row
   */
  public LabeledFeatures(float[][] rows, int[] labels) {
    if (rows.length != labels.length || rows.length == 0) {
      throw new IllegalArgumentException(
          "%d rows of features have %d labels".formatted(rows.length, labels.length));
    }
    this.rows = rows;
    this.labels = labels;
  }

  /** [pictures][features]; not copied. */
  float[][] rows() {
    return rows;
  }

  /** The class of each picture, from 0; not copied. */
  int[] labels() {
    return labels;
  }

  /** Features of a picture. */
  int dimensions() {
    return rows[0].length;
  }

  /** How many pictures there are. */
  int count() {
    return rows.length;
  }
}
