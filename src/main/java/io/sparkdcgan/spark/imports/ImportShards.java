package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardWriter;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * The second half of an import: what the parts hold, shuffled by the hashes of the keys. The whole
 * set goes through Spark's shuffle once, which spills to disk; no image stays in an executor's
 * memory or comes to the driver.
 */
final class ImportShards {
  private static final Logger LOG = LoggerFactory.getLogger(ImportShards.class);

  /** So many lines of a list are sorted at once. */
  private static final long LINES_A_PARTITION = 50_000;

  private final JavaSparkContext spark;
  private final ImportConfig config;
  private final int parts;
  private final TaskFence fence;
  private final Broadcast<SerializableConfiguration> settings;

  ImportShards(
      JavaSparkContext spark,
      ImportConfig config,
      int parts,
      TaskFence fence,
      Broadcast<SerializableConfiguration> settings) {
    this.spark = spark;
    this.config = config;
    this.parts = parts;
    this.fence = fence;
    this.settings = settings;
  }

  /**
   * Writes the shards that are not finished; gives all of them, in order.
   *
   * @param hashes of the images that come into them, ascending: all that there are from the first
   *     to the last of these, but for what is removed
   * @param removed what does not
   * @param folder gets the shards
   */
  List<Shard> write(long[] hashes, RemovedImages removed, String folder) throws IOException {
    int count = (hashes.length - 1) / config.shardImages() + 1;
    boolean[] finished = finished(count, folder);
    long first = hashes[0];
    long last = hashes[hashes.length - 1];
    Map<Long, String[]> ties = keysOfTies(hashes, removed);
    ShardPartitioner partitioner = ShardPartitioner.equalShards(hashes, count, ties);
    ImportConfig asked = config;
    TaskFence holding = fence;
    Broadcast<SerializableConfiguration> storage = settings;
    return images()
        .filter(image -> image._1.hash() >= first && image._1.hash() <= last)
        .filter(image -> !removed.contains(image._1))
        .filter(image -> !finished[partitioner.getPartition(image._1)])
        .repartitionAndSortWithinPartitions(partitioner, Comparator.naturalOrder())
        .values()
        .mapPartitionsWithIndex(
            (shard, images) ->
                List.of(written(asked, folder, shard, images, holding, storage.value().value()))
                    .iterator(),
            false)
        .collect();
  }

  /** Every accepted image with its place, one part a partition, read whenever it is computed. */
  JavaPairRDD<ShuffleKey, ImageRecord> images() {
    ImportConfig asked = config;
    StagedReading<ImageRecord> reading = (part, hadoop) -> staged(asked, hadoop).accepted(part);
    return staged(reading);
  }

  /** Class to number of images, of those whose hashes are at least this. */
  Map<String, Long> labels(long first, RemovedImages removed) {
    return images()
        .filter(image -> image._1.hash() >= first && !removed.contains(image._1))
        .map(image -> image._2.label())
        .countByValue();
  }

  /**
   * @throws Failure {@code DATA} if the source names two images alike
   */
  void requireOneOfEachName(long[] hashes) {
    keysOfTies(hashes, RemovedImages.NONE);
  }

  private boolean[] finished(int count, String folder) throws IOException {
    ImportStaging staging = new ImportStaging(folder, settings.value().value());
    boolean[] finished = new boolean[count];
    int found = 0;
    for (int shard = 0; shard < count; shard++) {
      finished[shard] = staging.shard(shard).isPresent();
      found += finished[shard] ? 1 : 0;
    }
    if (found > 0) {
      LOG.info("{} of {} shards were finished by an earlier start", found, count);
    }
    return finished;
  }

  private static Shard written(
      ImportConfig config,
      String folder,
      int index,
      Iterator<ImageRecord> images,
      TaskFence fence,
      Configuration hadoop)
      throws IOException {
    ImportStaging staging = new ImportStaging(folder, hadoop);
    Optional<Shard> finished = staging.shard(index);
    if (finished.isPresent()) {
      return finished.get();
    }
    fence.require(hadoop);
    ShardWriter writer = new ShardWriter(folder, config.imageSize(), hadoop);
    Shard shard = writer.write(index, attempt(), images);
    if (!fence.holds(hadoop)) {
      // nobody would come to delete it
      writer.delete(shard);
    }
    fence.require(hadoop);
    staging.finish(index, shard);
    return shard;
  }

  /** Every reject in the order of the shuffle, so that the list does not depend on the parts. */
  Iterator<RejectedImage> rejects(long count) {
    if (count == 0) {
      return Collections.emptyIterator();
    }
    ImportConfig asked = config;
    StagedReading<RejectedImage> reading = (part, hadoop) -> staged(asked, hadoop).rejected(part);
    return inOrder(staged(reading), count);
  }

  /**
   * Things in the order of the shuffle, some of them at a time on the driver.
   *
   * @param count about how many there are
   */
  <T> Iterator<T> inOrder(JavaPairRDD<ShuffleKey, T> things, long count) {
    return inOrder(things, (int) (count / LINES_A_PARTITION) + 1);
  }

  /** The same, with as many of these on the driver at a time as lie in one of the partitions. */
  static <T> Iterator<T> inOrder(JavaPairRDD<ShuffleKey, T> things, int partitions) {
    return things
        .repartitionAndSortWithinPartitions(
            ShardPartitioner.evenRanges(partitions), Comparator.naturalOrder())
        .values()
        .toLocalIterator();
  }

  /** Names what this attempt of a task writes. Names are all that differs between two imports. */
  static String attempt() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  private static StagedImages staged(ImportConfig config, Configuration hadoop) {
    return new StagedImages(config.to(), config.imageSize(), config.seed(), hadoop);
  }

  /** Reads something of a part, with its place. Crosses Spark. */
  @FunctionalInterface
  private interface StagedReading<T> extends Serializable {
    Iterator<Tuple2<ShuffleKey, T>> of(int part, Configuration hadoop) throws IOException;
  }

  private <T> JavaPairRDD<ShuffleKey, T> staged(StagedReading<T> reading) {
    Broadcast<SerializableConfiguration> storage = settings;
    JavaRDD<Integer> indices = spark.parallelize(IntStream.range(0, parts).boxed().toList(), parts);
    return indices.flatMapToPair(part -> reading.of(part, storage.value().value()));
  }

  /**
   * Keys of images that share a hash, almost always none; then a second look at the images puts
   * them in order.
   *
   * @param hashes ascending
   */
  private Map<Long, String[]> keysOfTies(long[] hashes, RemovedImages removed) {
    HashSet<Long> ties = new HashSet<>();
    for (int rank = 1; rank < hashes.length; rank++) {
      if (hashes[rank] == hashes[rank - 1]) {
        ties.add(hashes[rank]);
      }
    }
    if (ties.isEmpty()) {
      return Map.of();
    }
    TreeSet<ShuffleKey> seen = new TreeSet<>();
    images()
        .keys()
        .filter(place -> ties.contains(place.hash()) && !removed.contains(place))
        .collect()
        .forEach(
            place -> {
              if (!seen.add(place)) {
                throw new Failure(
                    ExitCode.DATA,
                    "the source names two images " + place.key() + ": rename one of them");
              }
            });
    return ties.stream()
        .collect(
            Collectors.toMap(
                hash -> hash,
                hash ->
                    seen.stream()
                        .filter(place -> place.hash() == hash)
                        .map(ShuffleKey::key)
                        .toArray(String[]::new)));
  }
}
