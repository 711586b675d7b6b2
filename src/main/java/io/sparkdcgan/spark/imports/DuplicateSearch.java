package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.dedup.Thumbnails;
import io.sparkdcgan.spark.ShuffleKey;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
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

  /** What is kept instead of what; what the driver holds is the pairs of near codes. */
  KeptInstead keptInstead() {
    List<NearPlaces> near =
        coded
            .filter(CodedImage::isFirst)
            .flatMapToPair(DuplicateSearch::bands)
            .repartitionAndSortWithinPartitions(
                new HashPartitioner(partitions * ImageCode.BANDS), Comparator.naturalOrder())
            .mapPartitions(BandNeighbors::new)
            .collect();
    return KeptInstead.of(near);
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

  private static Iterator<Tuple2<BandPlace, ImageCode>> bands(CodedImage image) {
    return IntStream.range(0, ImageCode.BANDS)
        .mapToObj(
            index -> new Tuple2<>(BandPlace.of(index, image.code(), image.place()), image.code()))
        .iterator();
  }
}
