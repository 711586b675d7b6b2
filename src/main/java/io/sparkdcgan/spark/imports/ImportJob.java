package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.RejectList;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.data.StagedPart;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.source.ImageSource;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.PassedOver;
import io.sparkdcgan.source.SourcePart;
import io.sparkdcgan.spark.imports.PartDecoding.PartSize;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a source into shards: executors decode every image once into finished parts next to the
 * shards-to-be, the set is shuffled by hashes of the images' keys, and each task writes one shard.
 * Shards, digest and the list of rejects depend on the source's content, the options and the seed,
 * never on cores, partitions or retries. An import that was killed goes on from its finished parts
 * and shards.
 */
public final class ImportJob {
  private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final PartSize partSize;

  public ImportJob(JavaSparkContext spark) {
    this(spark, PartSize.USUAL);
  }

  ImportJob(JavaSparkContext spark, PartSize partSize) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.partSize = partSize;
  }

  /**
   * Imports, unless the same was imported there before.
   *
   * @throws Failure {@code USAGE} for a source or folder that cannot be, {@code INPUT_MISSING} if
   *     the source is not there, {@code DATA} if it holds no images or too many that are broken,
   *     {@code CONFIGURATION} if other shards or parts are there already; nothing is published then
   */
  public ImportOutcome run(ImportConfig asked) throws IOException {
    String folder = StorageUri.resolve(asked.to(), hadoop).toString();
    ImportConfig config = asked.at(folder);
    ShardSet set = new ShardSet(folder, hadoop);
    ImportStaging staging = new ImportStaging(folder, hadoop);
    ImageSource source =
        ImageSources.open(config.source(), config.imageSize(), config.seed(), hadoop);
    ImportIdentity identity = new ImportIdentity(config, source);
    Optional<ShardManifest> earlier = set.manifest();
    if (earlier.isPresent()) {
      identity.requireSame(earlier.get(), folder);
      LOG.info("{} already holds this import: nothing to do", folder);
      staging.delete();
      return new ImportOutcome(folder, earlier.get(), true);
    }
    begin(staging, identity, folder, hadoop);
    ShardManifest manifest = write(config, source, identity, staging);
    set.publish(manifest);
    staging.delete();
    return new ImportOutcome(folder, manifest, false);
  }

  private static void begin(
      ImportStaging staging, ImportIdentity identity, String folder, Configuration hadoop)
      throws IOException {
    Optional<Map<String, String>> unfinished = staging.identity();
    if (unfinished.isPresent()) {
      identity.requireSame(unfinished.get(), folder);
    } else {
      // without a word on whose they are, parts cannot be trusted
      staging.delete();
      new ImportStaging(ShardSet.heldOut(folder), hadoop).delete();
      staging.begin(identity.facts());
    }
  }

  private ShardManifest write(
      ImportConfig config, ImageSource source, ImportIdentity identity, ImportStaging staging)
      throws IOException {
    Broadcast<SerializableConfiguration> settings =
        spark.broadcast(new SerializableConfiguration(hadoop));
    try {
      List<SourcePart> parts = source.parts(partSize.parts(source.images()));
      ImportTally tally = ImportTally.sum(decode(config, parts, settings), source.passedOver());
      if (tally.reused() > 0) {
        LOG.info("{} of {} parts were finished by an earlier start", tally.reused(), parts.size());
      }
      requireEnough(tally, config.maxRejects(), source.uri(), staging);
      ImportShards shuffled = new ImportShards(spark, config, parts.size(), settings);
      Deduplication.Result found =
          config.selection().dedup()
              ? new Deduplication(spark, config, shuffled, staging)
                  .run(tally.hashes(), source.uri())
              : Deduplication.Result.NOTHING;
      long[] kept = found.removed().left(tally.hashes());
      HeldOut split = HeldOut.of(config, kept);
      Map<String, Long> labels = new TreeMap<>(found.left(tally.labels()));
      if (!split.isEmpty()) {
        Map<String, Long> apart = shuffled.labels(split.first(), found.removed());
        apart.forEach((label, count) -> labels.merge(label, -count, Long::sum));
        labels.values().removeIf(count -> count == 0);
        publishApart(config, source, identity, shuffled, split, found.removed(), apart);
      }
      List<Shard> shards = shuffled.write(split.training(), found.removed(), config.to());
      ContactSheet.write(spark, config, shards.get(0), settings);
      RejectList.write(config.to(), shuffled.rejects(tally.rejects().total()), hadoop);
      return manifest(
          config,
          source,
          identity,
          labels,
          tally.rejects().reasons(),
          tally.passedOver(),
          found.removed().count(),
          shards);
    } finally {
      settings.destroy();
    }
  }

  /**
   * Images to judge by get a manifest of their own, before that of the others: only where the
   * latter is there, and says so, do they count.
   */
  private void publishApart(
      ImportConfig config,
      ImageSource source,
      ImportIdentity identity,
      ImportShards shuffled,
      HeldOut split,
      RemovedImages removed,
      Map<String, Long> labels)
      throws IOException {
    String folder = ShardSet.heldOut(config.to());
    List<Shard> shards = shuffled.write(split.heldOut(), removed, folder);
    new ShardSet(folder, hadoop)
        .publish(
            manifest(config.at(folder), source, identity, labels, Map.of(), Map.of(), 0, shards));
    new ImportStaging(folder, hadoop).delete();
  }

  private static ShardManifest manifest(
      ImportConfig config,
      ImageSource source,
      ImportIdentity identity,
      Map<String, Long> labels,
      Map<String, Long> rejects,
      Map<String, Long> passedOver,
      long duplicates,
      List<Shard> shards) {
    return new ShardManifest(
        ShardManifest.FORMAT_VERSION,
        config.imageSize(),
        config.seed(),
        config.shardImages(),
        source.uri(),
        source.fingerprint(),
        shards.stream().mapToLong(Shard::images).sum(),
        labels,
        rejects,
        passedOver,
        duplicates,
        shards,
        identity.options(),
        ShardManifest.digest(shards));
  }

  /** Decodes the parts that are not finished; a task takes one part. */
  private List<ImportTally> decode(
      ImportConfig config, List<SourcePart> parts, Broadcast<SerializableConfiguration> settings) {
    long fileBytes = partSize.fileBytes();
    return spark
        .parallelize(parts, parts.size())
        .mapPartitionsWithIndex(
            (index, part) ->
                List.of(decode(index, part.next(), config, fileBytes, settings.value().value()))
                    .iterator(),
            false)
        .collect();
  }

  private static ImportTally decode(
      int index, SourcePart part, ImportConfig config, long fileBytes, Configuration hadoop)
      throws IOException {
    Optional<StagedPart> finished = new ImportStaging(config.to(), hadoop).part(index);
    if (finished.isPresent()) {
      return ImportTally.of(finished.get(), true);
    }
    String attempt = ImportShards.attempt();
    return ImportTally.of(PartDecoding.run(index, part, config, attempt, fileBytes, hadoop), false);
  }

  private static void requireEnough(
      ImportTally tally, double maxRejects, String source, ImportStaging staging)
      throws IOException {
    long accepted = tally.hashes().length;
    long rejected = tally.rejects().total();
    PassedOver passedOver = new PassedOver();
    passedOver.add(tally.passedOver());
    if (accepted + rejected == 0) {
      staging.delete();
      throw new Failure(
          ExitCode.DATA,
          source
              + " holds no images"
              + passedOver.instead()
              + ": give a source that holds some, see docs/DATA.md");
    }
    if (accepted == 0 || rejected > maxRejects * (accepted + rejected)) {
      staging.delete();
      throw new Failure(
          ExitCode.DATA,
          String.format(
              "%d of %d images of %s were rejected, more than --max-rejects %s allows: %s; "
                  + "repair the source or raise the limit",
              rejected, accepted + rejected, source, maxRejects, tally.rejects().said()));
    }
    if (passedOver.total() > 0) {
      LOG.info(
          "{} names of {} are no images by their names and were passed over: {}",
          passedOver.total(),
          source,
          passedOver.said());
    }
    if (rejected > 0) {
      LOG.warn("rejected {} images of {}: {}", rejected, source, tally.rejects().said());
    }
  }

  /**
   * What an import left.
   *
   * @param shards URI of the folder, in full
   * @param manifest what is there now
   * @param alreadyThere whether an earlier import of the same had left it
   */
  public record ImportOutcome(String shards, ShardManifest manifest, boolean alreadyThere) {}
}
