package io.sparkdcgan.spark;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.dedup.PictureCode;
import io.sparkdcgan.dedup.Thumbnails;
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
 * picture of each code goes into a second one, where codes meet that agree in a band. Codes, places
 * and labels travel, about a hundred bytes a picture; pixels do not.
 */
final class DuplicateSearch {
  /** So many codes are sorted at once. */
  private static final long CODES_A_PARTITION = 50_000;

  private final JavaRDD<CodedPicture> coded;
  private final int partitions;

  /**
   * @param pictures all of the set; read when something is asked for
   * @param count how many there are
   */
  DuplicateSearch(
      JavaPairRDD<ShuffleKey, ImageRecord> pictures,
      int imageSize,
      long count,
      Broadcast<Encoder> encoder) {
    this.partitions = (int) (count / CODES_A_PARTITION) + 1;
    this.coded =
        pictures
            .mapToPair(
                picture -> {
                  byte[] thumbnail = new Thumbnails(imageSize).of(picture._2.pixels());
                  PictureCode code = encoder.value().code(thumbnail);
                  return new Tuple2<>(new CodedPlace(code, picture._1), picture._2.label());
                })
            .repartitionAndSortWithinPartitions(
                new HashPartitioner(partitions), Comparator.naturalOrder())
            .mapPartitions(SameCodes::new);
  }

  /** What is kept instead of what; what the driver holds is the pairs of near codes. */
  KeptInstead keptInstead() {
    List<NearPlaces> near =
        coded
            .filter(CodedPicture::isFirst)
            .flatMapToPair(DuplicateSearch::bands)
            .repartitionAndSortWithinPartitions(
                new HashPartitioner(partitions * PictureCode.BANDS), Comparator.naturalOrder())
            .mapPartitions(BandNeighbors::new)
            .collect();
    return KeptInstead.of(near);
  }

  /** The removed pictures with their places. */
  JavaPairRDD<ShuffleKey, Duplicate> duplicates(KeptInstead kept) {
    return coded
        .filter(picture -> !picture.isFirst() || kept.isRemoved(picture.first()))
        .mapToPair(
            picture ->
                new Tuple2<>(
                    picture.place(),
                    new Duplicate(
                        picture.place().key(),
                        picture.label(),
                        picture.code(),
                        kept.insteadOf(picture.first()).key(),
                        kept.distance(picture.first()))));
  }

  private static Iterator<Tuple2<BandPlace, PictureCode>> bands(CodedPicture picture) {
    return IntStream.range(0, PictureCode.BANDS)
        .mapToObj(
            index ->
                new Tuple2<>(new BandPlace(index, picture.code(), picture.place()), picture.code()))
        .iterator();
  }
}
