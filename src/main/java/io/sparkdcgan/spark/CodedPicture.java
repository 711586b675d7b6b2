package io.sparkdcgan.spark;

import io.sparkdcgan.dedup.PictureCode;

/** A picture with the first of all pictures that have its code. Crosses Spark. */
final class CodedPicture {
  private final CodedPlace place;
  private final String label;
  private final ShuffleKey first;

  /**
   * @param first the place of the first of its code, in the order of the shuffle
   */
  CodedPicture(CodedPlace place, String label, ShuffleKey first) {
    this.place = place;
    this.label = label;
    this.first = first;
  }

  PictureCode code() {
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
