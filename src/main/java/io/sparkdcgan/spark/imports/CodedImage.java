package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.spark.ShuffleKey;

/** An image with the first of all images that have its code. Crosses Spark. */
public final class CodedImage {
  private final CodedPlace place;
  private final String label;
  private final ShuffleKey first;

  /**
   * @param first the place of the first of its code, in the order of the shuffle
   */
  CodedImage(CodedPlace place, String label, ShuffleKey first) {
    this.place = place;
    this.label = label;
    this.first = first;
  }

  ImageCode code() {
    return place.code();
  }

  ShuffleKey place() {
    return place.place();
  }

  String label() {
    return label;
  }

  ShuffleKey first() {
    return first;
  }

  boolean isFirst() {
    return place().equals(first);
  }
}
