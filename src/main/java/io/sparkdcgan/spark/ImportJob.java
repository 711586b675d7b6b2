package io.sparkdcgan.spark;

import io.sparkdcgan.config.Crop;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.Cropping;
import io.sparkdcgan.data.DecodedImage;
import io.sparkdcgan.data.ImageDecoder;
import io.sparkdcgan.data.ImageSource;
import io.sparkdcgan.data.ImageSources;
import io.sparkdcgan.data.Reject;
import io.sparkdcgan.data.Resampler;
import io.sparkdcgan.data.RgbImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.data.ShardWriter;
import io.sparkdcgan.data.SourceImage;
import io.sparkdcgan.data.SourcePart;
import io.sparkdcgan.data.StorageUri;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Brings a source into shards: executors decode every picture once, the set is shuffled by hashes
 * of the pictures' keys, and each task writes one shard. Shards and digest depend on the source's
 * content, the options and the seed, never on cores, partitions or retries.
 */
public final class ImportJob {
  private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

  /** More pictures than this to a task make retries dear. */
  private static final int MOST_IMAGES_A_PART = 4096;

  private static final int PARTS_A_CORE = 3;

  private final JavaSparkContext spark;
  private final Configuration hadoop;

  public ImportJob(JavaSparkContext spark) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
  }

  /**
   * Imports, unless the same was imported there before.
   *
   * @throws Failure {@code USAGE} for a source or folder that cannot be, {@code INPUT_MISSING} if
   *     the source is not there, {@code DATA} if it holds no pictures or too many that are broken,
   *     {@code CONFIGURATION} if other shards are there already; nothing is published then
   */
  public ImportOutcome run(ImportConfig config) throws IOException {
    String folder = StorageUri.resolve(config.to(), hadoop).toString();
    ShardSet set = new ShardSet(folder, hadoop);
    ImageSource source =
        ImageSources.open(config.source(), config.imageSize(), config.seed(), hadoop);
    Optional<ShardManifest> earlier = set.manifest();
    if (earlier.isPresent()) {
      new ImportIdentity(config, source).requireSame(earlier.get(), folder);
      LOG.info("{} already holds this import: nothing to do", folder);
      return new ImportOutcome(folder, earlier.get(), true);
    }
    ShardManifest manifest = write(config, source, folder);
    set.publish(manifest);
    return new ImportOutcome(folder, manifest, false);
  }

  private ShardManifest write(ImportConfig config, ImageSource source, String folder) {
    Broadcast<SerializableConfiguration> settings =
        spark.broadcast(new SerializableConfiguration(hadoop));
    JavaRDD<ImportedImage> images =
        decoded(config, source, settings).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      ImportTally tally =
          ImportTally.sum(
              images.mapPartitions(part -> List.of(ImportTally.of(part)).iterator()).collect());
      requireEnough(tally, config.maxRejects(), source.uri());
      List<Shard> shards = shards(config, folder, images, tally, settings);
      return new ShardManifest(
          ShardManifest.FORMAT_VERSION,
          config.imageSize(),
          config.seed(),
          config.shardImages(),
          source.uri(),
          source.fingerprint(),
          tally.hashes().length,
          tally.labels(),
          tally.rejects(),
          shards,
          ImportIdentity.options(config),
          ShardManifest.digest(shards));
    } finally {
      images.unpersist(true);
      settings.destroy();
    }
  }

  private JavaRDD<ImportedImage> decoded(
      ImportConfig config, ImageSource source, Broadcast<SerializableConfiguration> settings) {
    long wanted =
        Math.max(
            (long) PARTS_A_CORE * spark.defaultParallelism(), source.images() / MOST_IMAGES_A_PART);
    List<SourcePart> parts = source.parts((int) Math.min(wanted, Integer.MAX_VALUE));
    int imageSize = config.imageSize();
    long seed = config.seed();
    Crop crop = config.crop();
    return spark
        .parallelize(parts, parts.size())
        .flatMap(part -> decode(part, settings.value().value(), imageSize, crop, seed));
  }

  private static Iterator<ImportedImage> decode(
      SourcePart part, Configuration hadoop, int imageSize, Crop crop, long seed)
      throws IOException {
    Stream<SourceImage> pictures = part.read(hadoop);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> pictures.close());
    ImageDecoder decoder = new ImageDecoder();
    Resampler resampler = new Resampler(imageSize);
    return pictures
        .map(
            picture -> {
              ShuffleKey place = ShuffleKey.of(seed, picture.key());
              DecodedImage decoded = decoder.decode(picture.content());
              if (decoded instanceof RgbImage whole) {
                decoded = Cropping.of(whole, crop);
              }
              return decoded instanceof RgbImage pixels
                  ? ImportedImage.accepted(place, picture, resampler.square(pixels))
                  : ImportedImage.rejected(place, (Reject) decoded);
            })
        .iterator();
  }

  private static void requireEnough(ImportTally tally, double maxRejects, String source) {
    long accepted = tally.hashes().length;
    long rejected = tally.rejected();
    if (accepted + rejected == 0) {
      throw new Failure(
          ExitCode.DATA, source + " holds no pictures: give a source of JPEG or PNG files");
    }
    String worst =
        tally.worst().entrySet().stream()
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
    if (accepted == 0 || rejected > maxRejects * (accepted + rejected)) {
      throw new Failure(
          ExitCode.DATA,
          String.format(
              "%d of %d pictures of %s were rejected, more than --max-rejects %s allows: %s%s; "
                  + "repair the source or raise the limit",
              rejected,
              accepted + rejected,
              source,
              maxRejects,
              worst,
              rejected > 3 ? ", ..." : ""));
    }
    if (rejected > 0) {
      LOG.warn("rejected {} pictures of {}: {}", rejected, source, worst);
    }
  }

  private static List<Shard> shards(
      ImportConfig config,
      String folder,
      JavaRDD<ImportedImage> images,
      ImportTally tally,
      Broadcast<SerializableConfiguration> settings) {
    long[] hashes = tally.hashes();
    int count = (hashes.length - 1) / config.shardImages() + 1;
    ShardPartitioner partitioner =
        ShardPartitioner.equalShards(hashes, count, keysOfTies(images, hashes));
    int imageSize = config.imageSize();
    return images
        .filter(ImportedImage::isAccepted)
        .mapToPair(image -> new Tuple2<>(image.position(), image.picture()))
        .repartitionAndSortWithinPartitions(partitioner, Comparator.naturalOrder())
        .values()
        .mapPartitionsWithIndex(
            (shard, pictures) -> {
              ShardWriter writer = new ShardWriter(folder, imageSize, settings.value().value());
              return List.of(writer.write(shard, attempt(), pictures)).iterator();
            },
            false)
        .collect();
  }

  /** Names what this attempt of a task writes. Names are all that differs between two imports. */
  private static String attempt() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  /**
   * Keys of pictures that share a hash, almost always none; then a second look at the pictures puts
   * them in order.
   *
   * @param hashes ascending
   */
  private static Map<Long, String[]> keysOfTies(JavaRDD<ImportedImage> images, long[] hashes) {
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
    images
        .filter(image -> image.isAccepted() && ties.contains(image.position().hash()))
        .map(ImportedImage::position)
        .collect()
        .forEach(
            place -> {
              if (!seen.add(place)) {
                throw new Failure(
                    ExitCode.DATA,
                    "the source names two pictures " + place.key() + ": rename one of them");
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
