package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;

/**
 * An image's code and place: sorted by it, images of one code stand together, in the order of the
 * shuffle. Its hash is the code's, so that they also meet in one partition. Crosses Spark.
 */
public final class CodedPlace implements Comparable<CodedPlace>, Serializable {
  private static final long serialVersionUID = 1;

  private final ImageCode code;
  private final ShuffleKey place;

  CodedPlace(ImageCode code, ShuffleKey place) {
    this.code = code;
    this.place = place;
  }

  ImageCode code() {
    return code;
  }

  ShuffleKey place() {
    return place;
  }

  @Override
  public int compareTo(CodedPlace other) {
    int byCode = code.compareTo(other.code);
    return byCode != 0 ? byCode : place.compareTo(other.place);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodedPlace that && code.equals(that.code) && place.equals(that.place);
  }

  @Override
  public int hashCode() {
    return code.hashCode();
  }
}
