package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.ImagePng;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.gpu.TaskArithmetic;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws images on the cluster, and writes each as PNG where it was drawn or collects them all. An
 * image depends on the generator, the seed and its number, and on nothing else.
 */
public final class SampleJob {
  /** Images that a task draws and keeps in memory at once. */
  private static final int PART = 64;

  private final JavaSparkContext spark;
  private final NetworkConfig network;
  private final NetworkState generator;
  private final long seed;

  public SampleJob(
      JavaSparkContext spark, NetworkConfig network, NetworkState generator, long seed) {
    this.spark = spark;
    this.network = network;
    this.generator = generator;
    this.seed = seed;
  }

  /**
   * Writes images 0 to count - 1 as {@code 00000000.png} and so on.
   *
   * @param told gets the share of the images that are written, 0 to 1, now and then
   */
  @SuppressWarnings("try") // tasks are counted until the job is over, nothing more
  public void write(int count, String folder, DoubleConsumer told) {
    Broadcast<NetworkState> shared = spark.broadcast(generator);
    Broadcast<SerializableConfiguration> settings =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    NetworkConfig config = network;
    long named = seed;
    JavaRDD<Integer> parts = parts(count);
    int tasks = parts.getNumPartitions();
    try (TaskCount counted = TaskCount.of(parts, done -> told.accept((double) done / tasks))) {
      parts.foreach(
          part -> {
            int first = part * PART;
            int size = Math.min(PART, count - first);
            float[] images = draw(config, shared.value(), latents(config, named, first, size));
            ObjectStore target = ObjectStore.at(folder, settings.value().value());
            for (int i = 0; i < size; i++) {
              target.put(
                  String.format(Locale.ROOT, "%08d.png", first + i),
                  ImagePng.of(images, i, config.imageSize()));
            }
          });
    } finally {
      shared.destroy();
      settings.destroy();
    }
  }

  /** Images 0 to count - 1, as {@link #write} writes them; no job brings many of them. */
  public ImageSet images(int count) {
    Broadcast<NetworkState> shared = spark.broadcast(generator);
    NetworkConfig config = network;
    long named = seed;
    try {
      ByteBuffer pixels =
          ByteBuffer.allocate(Math.multiplyExact(count, ImageBlock.imageBytes(config.imageSize())));
      CollectedParts.forEach(
          parts(count)
              .map(
                  part -> {
                    int first = part * PART;
                    float[] latents = latents(config, named, first, Math.min(PART, count - first));
                    return ImageSet.levels(draw(config, shared.value(), latents));
                  }),
          part -> part.length,
          pixels::put);
      return new ImageSet(config.imageSize(), pixels.array());
    } finally {
      shared.destroy();
    }
  }

  /**
   * The same images as an RDD of batches of at most 64: [n, 3, S, S] floats in (-1, 1), drawn
   * whenever it is computed.
   */
  public JavaRDD<INDArray> tensors(int count) {
    Broadcast<NetworkState> shared = spark.broadcast(generator);
    NetworkConfig config = network;
    long named = seed;
    return parts(count)
        .map(
            part -> {
              int first = part * PART;
              int size = Math.min(PART, count - first);
              float[] images = draw(config, shared.value(), latents(config, named, first, size));
              int edge = config.imageSize();
              return Nd4j.createFromArray(images).reshape('c', size, 3, edge, edge);
            });
  }

  private JavaRDD<Integer> parts(int count) {
    int parts = (count - 1) / PART + 1;
    return spark.parallelize(IntStream.range(0, parts).boxed().toList(), parts);
  }

  /** The latents of images {@code first} to {@code first + count - 1}, row by row. */
  public float[] latents(int first, int count) {
    return latents(network, seed, first, count);
  }

  /** Draws in this process: [n, 3, S, S] in (-1, 1). */
  public float[] draw(float[] latents) {
    return draw(network, generator, latents);
  }

  /**
   * Draws in this process, with one thread.
   *
   * @param latents [n, latent size], row by row
   * @return [n, 3, S, S] in (-1, 1)
   */
  public static float[] draw(NetworkConfig network, NetworkState generator, float[] latents) {
    TaskArithmetic.begin();
    try (FrozenNetwork drawing = FrozenNetwork.generator(GanNetworks.of(network), generator)) {
      return drawing.outputs(latents);
    }
  }

  /** The latents of images {@code first} to {@code first + count - 1} of a seed, row by row. */
  public static float[] latents(NetworkConfig network, long seed, int first, int count) {
    return LatentSampler.of(network).drawEach(seed, "sample latent", first, count);
  }
}
