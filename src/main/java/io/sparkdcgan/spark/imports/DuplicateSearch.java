package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.dedup.Thumbnails;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds near-duplicates by their codes. Equal codes meet in one shuffle of all codes; the first
 * image of each code goes into a second one, where codes meet that agree in a band. Codes, places
 * and labels travel, about a hundred bytes an image; pixels do not.
 */
final class DuplicateSearch {
  /** So many codes are sorted at once. */
  private static final long CODES_A_PARTITION = 50_000;

  private final JavaRDD<CodedImage> coded;
  private final int partitions;

  /**
   * @param images all of the set; read when something is asked for
   * @param count how many there are
   */
  DuplicateSearch(
      JavaPairRDD<ShuffleKey, ImageRecord> images,
      int imageSize,
      long count,
      Broadcast<Encoder> encoder) {
    this.partitions = (int) (count / CODES_A_PARTITION) + 1;
    this.coded =
        images
            .mapToPair(
                image -> {
                  byte[] thumbnail = new Thumbnails(imageSize).of(image._2.pixels());
                  ImageCode code = encoder.value().code(thumbnail);
                  return new Tuple2<>(new CodedPlace(code, image._1), image._2.label());
                })
            .repartitionAndSortWithinPartitions(
                new HashPartitioner(partitions), Comparator.naturalOrder())
            .mapPartitions(SameCodes::new);
  }

  /**
   * What is kept instead of what; of the pairs of near codes, some are on the driver at a time.
   *
   * @throws Failure {@code DATA} if more codes are near to others than the driver should remember
   */
  KeptInstead keptInstead() {
    JavaPairRDD<ShuffleKey, NearCodes.Pair> near =
        coded
            .filter(CodedImage::isFirst)
            .flatMapToPair(DuplicateSearch::bands)
            .repartitionAndSortWithinPartitions(
                new HashPartitioner(partitions * ImageCode.BANDS), Comparator.naturalOrder())
            .mapPartitions(NearCodes::new)
            .mapToPair(pair -> new Tuple2<>(pair.later(), pair));
    return KeptInstead.of(ImportShards.inOrder(near, partitions * ImageCode.BANDS));
  }

  /** The removed images with their places. */
  JavaPairRDD<ShuffleKey, Duplicate> duplicates(KeptInstead kept) {
    return coded
        .filter(image -> !image.isFirst() || kept.isRemoved(image.first()))
        .mapToPair(
            image ->
                new Tuple2<>(
                    image.place(),
                    new Duplicate(
                        image.place().key(),
                        image.label(),
                        image.code().toString(),
                        kept.insteadOf(image.first()).key(),
                        kept.distance(image.first()))));
  }

  private static Iterator<Tuple2<NearCodes.Band, ImageCode>> bands(CodedImage image) {
    return IntStream.range(0, ImageCode.BANDS)
        .mapToObj(
            index ->
                new Tuple2<>(NearCodes.Band.of(index, image.code(), image.place()), image.code()))
        .iterator();
  }

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

  /** Tells each image of sorted codes which one is the first of its code. */
  private static final class SameCodes implements Iterator<CodedImage> {
    private final Iterator<Tuple2<CodedPlace, String>> sorted;
    private CodedPlace first;

    SameCodes(Iterator<Tuple2<CodedPlace, String>> sorted) {
      this.sorted = sorted;
    }

    @Override
    public boolean hasNext() {
      return sorted.hasNext();
    }

    @Override
    public CodedImage next() {
      Tuple2<CodedPlace, String> next = sorted.next();
      if (first == null || !first.code().equals(next._1.code())) {
        first = next._1;
      }
      return new CodedImage(next._1, next._2, first.place());
    }
  }
}
