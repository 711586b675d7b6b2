package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.Share;
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
import java.util.Locale;
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
    SourceOutside.require(config.source(), asked.to(), hadoop);
    ImportTarget.requireFree(folder, hadoop);
    ImageSource source =
        ImageSources.open(config.source(), config.imageSize(), config.seed(), hadoop);
    ImportIdentity identity = new ImportIdentity(config, source);
    ShardSet set = new ShardSet(folder, hadoop);
    Optional<ShardManifest> there = there(set, identity, folder);
    if (there.isPresent() && set.isDone(there.get()) && !staging(folder).exists()) {
      return alreadyThere(folder, there.get());
    }
    try (ImportTarget target = ImportTarget.hold(folder, hadoop)) {
      try {
        return held(config, source, identity, target);
      } catch (Exception e) {
        target.requireHeld(e);
        throw e;
      }
    }
  }

  private ImportStaging staging(String folder) {
    return new ImportStaging(folder, hadoop);
  }

  /** What was published before, which must be of the same import. */
  private static Optional<ShardManifest> there(ShardSet set, ImportIdentity identity, String folder)
      throws IOException {
    Optional<ShardManifest> earlier = set.manifest();
    if (earlier.isPresent()) {
      boolean olderStand = ImportIdentity.isOlder(earlier.get()) && set.isWhole(earlier.get());
      identity.requireSame(earlier.get(), olderStand, folder);
    }
    return earlier;
  }

  private static ImportOutcome alreadyThere(String folder, ShardManifest manifest) {
    LOG.info("{} already holds this import: nothing to do", folder);
    return new ImportOutcome(folder, manifest, true);
  }

  /** The import while no other one can write into its folder. */
  private ImportOutcome held(
      ImportConfig config, ImageSource source, ImportIdentity identity, ImportTarget target)
      throws IOException {
    String folder = config.to();
    // another one may have come to its end while this one listed and waited
    Optional<ShardManifest> earlier = there(target.set(), identity, folder);
    if (earlier.isPresent() && target.set().isWhole(earlier.get())) {
      target.set().finish(earlier.get());
      target.deleteStaged();
      return alreadyThere(folder, earlier.get());
    }
    ImportResume resume = new ImportResume(target, identity, folder);
    resume.begin(earlier);
    ShardManifest manifest = write(config, source, identity, target);
    resume.requireSameImages(earlier, manifest);
    target.set().publish(manifest);
    target.deleteStaged();
    return new ImportOutcome(folder, manifest, false);
  }

  private ShardManifest write(
      ImportConfig config, ImageSource source, ImportIdentity identity, ImportTarget target)
      throws IOException {
    Broadcast<SerializableConfiguration> settings =
        spark.broadcast(new SerializableConfiguration(hadoop));
    try {
      List<SourcePart> parts = source.parts(partSize.parts(source.images()));
      ImportTally tally =
          ImportTally.sum(decode(config, parts, target.fence(), settings), source.passedOver());
      if (tally.reused() > 0) {
        LOG.info("{} of {} parts were finished by an earlier start", tally.reused(), parts.size());
      }
      requireEnough(tally, config.maxRejects(), source.uri(), target);
      ImportShards shuffled =
          new ImportShards(spark, config, parts.size(), target.fence(), settings);
      Deduplication.Result found =
          config.selection().dedup()
              ? new Deduplication(spark, config, shuffled, target).run(tally.hashes(), source.uri())
              : Deduplication.Result.NOTHING;
      long[] kept = found.removed().left(tally.hashes());
      HeldOut split = HeldOut.of(config, kept);
      Map<String, Long> labels = new TreeMap<>(found.left(tally.labels()));
      if (!split.isEmpty()) {
        Map<String, Long> apart = shuffled.labels(split.first(), found.removed());
        apart.forEach((label, count) -> labels.merge(label, -count, Long::sum));
        labels.values().removeIf(count -> count == 0);
        publishApart(config, source, identity, shuffled, split, found.removed(), apart, target);
      }
      List<Shard> shards = shuffled.write(split.training(), found.removed(), config.to());
      RejectList.write(target.store(), () -> shuffled.rejects(tally.rejects().total()));
      ContactSheet.write(spark, config, shards.get(0), target.store(), settings);
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
      Map<String, Long> labels,
      ImportTarget target)
      throws IOException {
    String folder = ShardSet.heldOut(config.to());
    List<Shard> shards = shuffled.write(split.heldOut(), removed, folder);
    target
        .heldOut()
        .publish(
            manifest(config.at(folder), source, identity, labels, Map.of(), Map.of(), 0, shards));
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
      ImportConfig config,
      List<SourcePart> parts,
      TaskFence fence,
      Broadcast<SerializableConfiguration> settings) {
    long fileBytes = partSize.fileBytes();
    return spark
        .parallelize(parts, parts.size())
        .mapPartitionsWithIndex(
            (index, part) ->
                List.of(
                        decode(
                            index, part.next(), config, fileBytes, fence, settings.value().value()))
                    .iterator(),
            false)
        .collect();
  }

  private static ImportTally decode(
      int index,
      SourcePart part,
      ImportConfig config,
      long fileBytes,
      TaskFence fence,
      Configuration hadoop)
      throws IOException {
    Optional<StagedPart> finished = new ImportStaging(config.to(), hadoop).part(index);
    if (finished.isPresent()) {
      return ImportTally.of(finished.get(), true);
    }
    fence.require(hadoop);
    String attempt = ImportShards.attempt();
    return ImportTally.of(PartDecoding.run(index, part, config, attempt, fileBytes, hadoop), false);
  }

  private static void requireEnough(
      ImportTally tally, double maxRejects, String source, ImportTarget target) throws IOException {
    long accepted = tally.hashes().length;
    long rejected = tally.rejects().total();
    PassedOver passedOver = new PassedOver();
    passedOver.add(tally.passedOver());
    if (accepted + rejected == 0) {
      target.deleteStaged();
      throw new Failure(
          ExitCode.DATA,
          source
              + " holds no images"
              + passedOver.instead()
              + ": give a source that holds some, see docs/DATA.md");
    }
    if (accepted == 0 || Share.isAbove(rejected, maxRejects, accepted + rejected)) {
      target.deleteStaged();
      throw new Failure(
          ExitCode.DATA,
          String.format(
              Locale.ROOT,
              "%d of %d images of %s were rejected, more than --max-rejects %s allows: %s; "
                  + "repair the source or raise the limit",
              rejected,
              accepted + rejected,
              source,
              maxRejects,
              tally.rejects().said()));
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
