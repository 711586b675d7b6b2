package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.spark.ShuffleKey;

/**
 * An image with the first of all images that have its code. Crosses Spark.
 *
 * @param first the place of the first of its code, in the order of the shuffle
 */
public record CodedImage(CodedPlace coded, String label, ShuffleKey first) {
  ImageCode code() {
    return coded.code();
  }

  ShuffleKey place() {
    return coded.place();
  }

  boolean isFirst() {
    return place().equals(first);
  }
}
