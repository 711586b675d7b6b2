package io.sparkdcgan.spark;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.SerializableConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Imported images as RDDs, for the trainer and for any other Spark code:
 *
 * <pre>{@code
 * TensorRdd tensors = TensorRdd.open(spark, "hdfs://namenode/faces-64");
 * JavaRDD<INDArray> batches = tensors.tensors(128); // [n, 3, 64, 64] floats in [-1, 1]
 * }</pre>
 *
 * <p>A context that requires Kryo registration needs {@link KryoTypes} as its registrator; {@link
 * JobContext} sees to that. The file systems' settings and credentials are the driver's, as they
 * were when this was opened.
 */
public final class TensorRdd {
  private final JavaSparkContext spark;
  private final String folder;
  private final ShardManifest manifest;
  private final Broadcast<SerializableConfiguration> settings;

  private TensorRdd(
      JavaSparkContext spark,
      String folder,
      ShardManifest manifest,
      Broadcast<SerializableConfiguration> settings) {
    this.spark = spark;
    this.folder = folder;
    this.manifest = manifest;
    this.settings = settings;
  }

  /**
   * Opens what an import wrote; reads its manifest, and looks whether every file is there with its
   * length.
   *
   * @param shardsUri {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code INPUT_MISSING} if nothing was imported there or a shard is gone, {@code
   *     DATA} if a shard is cut off, or the manifest is damaged or counts no images
   */
  public static TensorRdd open(JavaSparkContext spark, String shardsUri) throws IOException {
    return of(spark, shardsUri, ShardSet.whole(shardsUri, spark.hadoopConfiguration()));
  }

  /** Opens what an import wrote, by a manifest that was read before; reads nothing. */
  public static TensorRdd of(JavaSparkContext spark, String shardsUri, ShardManifest manifest)
      throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    return new TensorRdd(
        spark,
        StorageUri.resolve(shardsUri, hadoop).toString(),
        manifest,
        spark.broadcast(new SerializableConfiguration(hadoop)));
  }

  /** What was imported: counts, labels, shards, digest. */
  public ShardManifest manifest() {
    return manifest;
  }

  /**
   * The shards as {@code uint8} blocks: partition i holds shard i of the manifest and nothing else,
   * and prefers the hosts that have its bytes. Read and checked whenever it is computed; persist it
   * to read once.
   */
  public JavaRDD<ImageBlock> shards() {
    RDD<ImageBlock> shards = new ShardRdd(spark.sc(), folder, manifest, settings);
    return shards.toJavaRDD();
  }

  /**
   * All images in the order of the shards, in batches: [n, 3, size, size] floats in [-1, 1], where
   * 0 is exactly -1 and 255 exactly 1, in C order. No batch spans two shards, so a shard's last may
   * be smaller.
   *
   * @param batchSize the most images of a batch, at least 1
   */
  public JavaRDD<INDArray> tensors(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, but is " + batchSize);
    }
    return shards().flatMap(block -> batches(block, batchSize));
  }

  private static java.util.Iterator<INDArray> batches(ImageBlock block, int batchSize) {
    int batches = (block.count() - 1) / batchSize + 1;
    return IntStream.range(0, batches)
        .mapToObj(
            batch ->
                ImageBatch.nchw(
                    block, batch * batchSize, Math.min((batch + 1) * batchSize, block.count())))
        .iterator();
  }
}
