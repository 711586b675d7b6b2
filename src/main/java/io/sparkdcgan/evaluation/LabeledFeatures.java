package io.sparkdcgan.evaluation;

/**
 * Pictures as a classifier sees them.
 *
 * @param rows [pictures][features]; written over by whoever standardizes them
 * @param labels the class of each picture, from 0
 */
public record LabeledFeatures(float[][] rows, int[] labels) {
  /**
   * @throws IllegalArgumentException if there is not one label for each row, or no row
   */
  public LabeledFeatures {
    if (rows.length != labels.length || rows.length == 0) {
      throw new IllegalArgumentException(
          "%d rows of features have %d labels".formatted(rows.length, labels.length));
    }
  }

  /** Features of a picture. */
  public int dimensions() {
    return rows[0].length;
  }

  /** How many pictures there are. */
  public int count() {
    return rows.length;
  }
}
