package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.dedup.CodeFile;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * What happens between decoding and shards where near-duplicates are to be removed (Radford et al.
 * 2015, section 4.1.1): an autoencoder is trained on the set's own images, all codes are computed
 * and compared, and what was removed is written down next to the shards-to-be. All of it depends on
 * images and seed alone.
 */
final class Deduplication {
  private static final Logger LOG = LoggerFactory.getLogger(Deduplication.class);

  /** Above this share it is more likely that the codes say nothing than that the set is so. */
  private static final double MOST_REMOVED = 0.5;

  private final JavaSparkContext spark;
  private final ImportConfig config;
  private final ImportShards shuffled;
  private final ImportTarget target;

  Deduplication(
      JavaSparkContext spark, ImportConfig config, ImportShards shuffled, ImportTarget target) {
    this.spark = spark;
    this.config = config;
    this.shuffled = shuffled;
    this.target = target;
  }

  /**
   * What was removed.
   *
   * @param labels class to number of removed images
   */
  record Result(RemovedImages removed, Map<String, Long> labels) {
    static final Result NOTHING = new Result(RemovedImages.NONE, Map.of());

    /** Class to number of images that stay; a class that lost all is none. */
    Map<String, Long> left(Map<String, Long> all) {
      Map<String, Long> left = new TreeMap<>(all);
      labels.forEach((label, count) -> left.merge(label, -count, Long::sum));
      left.values().removeIf(count -> count == 0);
      return left;
    }
  }

  /**
   * Removes near-duplicates and writes down which.
   *
   * @param hashes of all images, ascending
   * @param source URI of what is imported
   * @throws Failure {@code DATA} if more than half of the images would go; nothing is left then
   */
  Result run(long[] hashes, String source) throws IOException {
    shuffled.requireOneOfEachName(hashes);
    byte[] trained = trained(hashes);
    Broadcast<Encoder> encoder = spark.broadcast(new Encoder(CodeFile.state(trained)));
    try {
      DuplicateSearch search =
          new DuplicateSearch(shuffled.images(), config.imageSize(), hashes.length, encoder);
      JavaPairRDD<ShuffleKey, Duplicate> duplicates = search.duplicates(search.keptInstead());
      RemovedImages removed = RemovedImages.of(duplicates.keys().toLocalIterator(), hashes);
      requireSensible(removed.count(), hashes.length, duplicates, source);
      LOG.info("{} of {} images are near-duplicates of others", removed.count(), hashes.length);
      new DuplicateReport(config, shuffled, target.store())
          .write(duplicates, source, hashes.length, removed.count(), trained);
      return new Result(removed, duplicates.values().map(Duplicate::label).countByValue());
    } finally {
      encoder.destroy();
    }
  }

  /** The autoencoder's file; an earlier start's, if it got that far. */
  private byte[] trained(long[] hashes) throws IOException {
    Optional<byte[]> kept = target.staging().kept(CodeFile.FILE);
    if (kept.isPresent()) {
      LOG.info("the autoencoder was trained by an earlier start");
      return kept.get();
    }
    CodeTrainingJob training = new CodeTrainingJob(spark, config.imageSize(), config.seed());
    byte[] trained = CodeFile.bytes(training.trained(shuffled.images(), hashes));
    target.staging().keep(CodeFile.FILE, trained);
    return trained;
  }

  private void requireSensible(
      long removed, long images, JavaPairRDD<ShuffleKey, Duplicate> duplicates, String source)
      throws IOException {
    if (removed <= MOST_REMOVED * images) {
      return;
    }
    Tuple2<Long, String> worst =
        duplicates
            .mapToPair(found -> new Tuple2<>(found._2.duplicateOf(), 1L))
            .reduceByKey(Long::sum)
            .map(Tuple2::swap)
            .reduce(Deduplication::larger);
    target.deleteStaged();
    throw new Failure(
        ExitCode.DATA,
        "%s of %s images of %s would be removed as near-duplicates, more than half; %s of them for %s alone: "
                .formatted(removed, images, source, worst._1, worst._2)
            + "look whether the source is what it should be, or import without --dedup");
  }

  private static Tuple2<Long, String> larger(Tuple2<Long, String> one, Tuple2<Long, String> other) {
    return Comparator.<Tuple2<Long, String>>comparingLong(Tuple2::_1)
                .thenComparing(Tuple2::_2, Comparator.reverseOrder())
                .compare(one, other)
            >= 0
        ? one
        : other;
  }
}
