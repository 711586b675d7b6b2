package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;

/**
 * An image's code and place: sorted by it, images of one code stand together, in the order of the
 * shuffle. Its hash is the code's, so that they also meet in one partition. Crosses Spark.
 */
public record CodedPlace(ImageCode code, ShuffleKey place)
    implements Comparable<CodedPlace>, Serializable {
  @Override
  public int compareTo(CodedPlace other) {
    int byCode = code.compareTo(other.code);
    return byCode != 0 ? byCode : place.compareTo(other.place);
  }

  @Override
  public int hashCode() {
    return code.hashCode();
  }
}
