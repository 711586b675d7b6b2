package io.sparkdcgan.api;

import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob.ImportOutcome;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images that were imported: what is known of them, and their pixels as an RDD of tensors. Holds no
 * resources; good for as long as the folder is left as it is.
 */
public final class ImportedShards {
  private final String uri;
  private final ShardManifest manifest;
  private final boolean alreadyThere;
  private final Optional<ImportedShards> heldOut;

  private ImportedShards(
      String uri, ShardManifest manifest, boolean alreadyThere, Optional<ImportedShards> heldOut) {
    this.uri = uri;
    this.manifest = manifest;
    this.alreadyThere = alreadyThere;
    this.heldOut = heldOut;
  }

  static ImportedShards of(ImportOutcome outcome, Configuration hadoop) throws IOException {
    return new ImportedShards(
        outcome.shards(),
        outcome.manifest(),
        outcome.alreadyThere(),
        heldOut(outcome.shards(), outcome.manifest(), hadoop));
  }

  /**
   * Opens what an import wrote; reads its manifest, and looks whether every file is there with its
   * length.
   *
   * @param folder {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code INPUT_MISSING} if nothing was imported there or a shard is gone, {@code
   *     DATA} if a shard is cut off, or the manifest is damaged or counts no images
   */
  public static ImportedShards open(JavaSparkContext spark, String folder) {
    return open(spark.hadoopConfiguration(), folder);
  }

  /** The same without Spark. */
  public static ImportedShards open(Configuration hadoop, String folder) {
    return Verdict.orFailure(
        () -> {
          ShardManifest manifest = ShardSet.whole(folder, hadoop);
          return new ImportedShards(
              StorageUri.resolve(folder, hadoop).toString(),
              manifest,
              true,
              heldOut(folder, manifest, hadoop));
        });
  }

  private static Optional<ImportedShards> heldOut(
      String folder, ShardManifest of, Configuration hadoop) throws IOException {
    ShardSet set = new ShardSet(folder, hadoop);
    Optional<ShardSet> apart = set.apart(of);
    if (apart.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImportedShards(apart.get().uri(), set.wholeApart(of), true, Optional.empty()));
  }

  /** The folder in full. */
  public String uri() {
    return uri;
  }

  /** How many images there are. */
  public long images() {
    return manifest.images();
  }

  /** Edge of the images in pixels. */
  public int imageSize() {
    return manifest.imageSize();
  }

  /** Class to number of images; the empty string stands for none. */
  public SortedMap<String, Long> labels() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(manifest.labels()));
  }

  /** Reason to number of images that were rejected. */
  public SortedMap<String, Long> rejected() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(manifest.rejects()));
  }

  /**
   * Ending, or another reason, to number of names in the source that were no candidates for images.
   */
  public SortedMap<String, Long> passedOver() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(manifest.passedOver()));
  }

  /** How many images were left out since they are near-duplicates of others. */
  public long duplicates() {
    return manifest.duplicates();
  }

  /**
   * Sees that the images have the size of those that they are used with; the one place where this
   * is asked.
   *
   * @param wanted edge in pixels
   * @param because what wants it, for example {@code data.image-size is 64}
   * @param remedy what to do
   * @throws Failure {@code CONFIGURATION} if not
   */
  void requireSize(int wanted, String because, String remedy) {
    if (imageSize() != wanted) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s, but the images in %s are %s pixels wide: %s"
              .formatted(because, uri, imageSize(), remedy));
    }
  }

  /** The same for a run's networks. */
  void requireSizeOf(DcganRun run, String remedy) {
    int wanted = run.imageSize();
    requireSize(wanted, "%s draws images of %s pixels".formatted(run.uri(), wanted), remedy);
  }

  /** The same for other images. */
  void requireSizeOf(ImportedShards others, String remedy) {
    int wanted = others.imageSize();
    requireSize(wanted, "those in %s are %s pixels wide".formatted(others.uri, wanted), remedy);
  }

  /** SHA-256 in hex over all images in their order. */
  public String digest() {
    return manifest.digest();
  }

  /** Images of the same import that are not among these, to judge by; if any were held out. */
  public Optional<ImportedShards> heldOut() {
    return heldOut;
  }

  /** What a training on these is judged by: those that were held out, or else these. */
  ImportedShards judges() {
    return heldOut.orElse(this);
  }

  /** Whether the images were there before this object was asked for. */
  public boolean alreadyThere() {
    return alreadyThere;
  }

  /**
   * All images in the order of the shards, in batches: [n, 3, size, size] floats in [-1, 1], where
   * 0 is exactly -1 and 255 exactly 1, in C order. A partition is one shard and prefers the hosts
   * that hold it; no batch spans two shards, so a shard's last may be smaller. Shards are read and
   * checked whenever the RDD is computed: persist it to read them once.
   *
   * @param spark stays the caller's to close
   * @param batchSize the most images of a batch, at least 1
   * @throws IllegalArgumentException if the batch size is below 1
   * @throws Failure {@code CONFIGURATION} if the context's serializer would spoil tensors
   */
  public JavaRDD<INDArray> tensors(JavaSparkContext spark, int batchSize) {
    ContextNeeds.requireForTensors(spark);
    return rdd(spark).tensors(batchSize);
  }

  /** The images for whatever of ours reads them. */
  TensorRdd rdd(JavaSparkContext spark) {
    return Verdict.orFailure(() -> TensorRdd.of(spark, uri, manifest));
  }

  ShardManifest manifest() {
    return manifest;
  }
}
