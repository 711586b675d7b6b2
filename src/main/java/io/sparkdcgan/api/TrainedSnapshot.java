package io.sparkdcgan.api;

import io.sparkdcgan.artifact.ObjectStore;
import io.sparkdcgan.artifact.TensorFile;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.evaluation.PictureSet;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.SampleJob;
import io.sparkdcgan.spark.ThreadsInUse;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A generator as it was after some round, with its discriminator, in this process's heap: 12 bytes
 * for each of their parameters. A picture depends on the snapshot, the seed and its number, and on
 * nothing else.
 */
public final class TrainedSnapshot {
  private static final int GRID_ROWS = 8;
  private static final int MOST = 10_000_000;

  private final NetworkConfig network;
  private final NetworkState generator;
  private final NetworkState discriminator;
  private final long round;

  TrainedSnapshot(
      NetworkConfig network, NetworkState generator, NetworkState discriminator, long round) {
    this.network = network;
    this.generator = generator;
    this.discriminator = discriminator;
    this.round = round;
  }

  NetworkConfig network() {
    return network;
  }

  NetworkState generator() {
    return generator;
  }

  NetworkState discriminator() {
    return discriminator;
  }

  /** Completed rounds at the snapshot. */
  public long round() {
    return round;
  }

  /**
   * Draws pictures on the cluster, writes each as PNG where it is drawn, {@code 00000000.png} and
   * so on, and the first 64 of them as one sheet, {@code grid.png}, with their numbers in {@code
   * grid.safetensors}.
   *
   * @param spark stays the caller's to close
   * @param count how many: 1 to 10,000,000
   * @param folder {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @param seed names the latents
   * @throws Failure {@code USAGE} for a number of pictures that cannot be, {@code CONFIGURATION} if
   *     the context cannot be used
   */
  public DrawnPictures draw(JavaSparkContext spark, int count, String folder, long seed) {
    requireCount(count);
    ContextNeeds.require(spark);
    return withOneThread(
        () -> {
          ObjectStore target = ObjectStore.at(folder, spark.hadoopConfiguration());
          SampleJob job = new SampleJob(spark, network, generator, seed);
          job.write(count, target.uri());
          return new DrawnPictures(target.uri(), count, grid(job, count, target), round);
        });
  }

  /** The same with seed 1. */
  public DrawnPictures draw(JavaSparkContext spark, int count, String folder) {
    return draw(spark, count, folder, 1);
  }

  /**
   * The same pictures as tensors, in batches of at most 64: [n, 3, size, size] floats in (-1, 1),
   * in their order. Drawn whenever the RDD is computed: persist it to draw once.
   *
   * @param spark stays the caller's to close
   * @param count how many: 1 to 10,000,000
   * @param seed names the latents
   * @throws Failure as {@link #draw(JavaSparkContext, int, String, long)}
   */
  public JavaRDD<INDArray> tensors(JavaSparkContext spark, int count, long seed) {
    requireCount(count);
    ContextNeeds.require(spark);
    return new SampleJob(spark, network, generator, seed).tensors(count);
  }

  /**
   * Sees that so many pictures can be drawn.
   *
   * @throws Failure {@code USAGE} if not
   */
  public static void requireCount(int count) {
    if (count < 1 || count > MOST) {
      throw new Failure(
          ExitCode.USAGE, "--count must be from 1 to %d, but is %d".formatted(MOST, count));
    }
  }

  /** The first pictures on one sheet, and their numbers, for whoever wants to draw them again. */
  private String grid(SampleJob job, int count, ObjectStore target) {
    int shown = Math.min(count, GRID_ROWS * GRID_ROWS);
    float[] latents = job.latents(0, shown);
    float[] pictures = job.draw(latents);
    int size = network.imageSize();
    target.put(
        "grid.png", new SampleGrid((shown - 1) / GRID_ROWS + 1, GRID_ROWS).png(pictures, size));
    TensorFile numbers = new TensorFile();
    numbers.add("latents", latents, shown, network.latentSize());
    numbers.add("pictures", pictures, shown, 3, size, size);
    target.put("grid.safetensors", numbers::writeTo);
    return target.uri("grid.png");
  }

  PictureSet pictures(JavaSparkContext spark, int count, long seed) {
    return withOneThread(() -> new SampleJob(spark, network, generator, seed).pictures(count));
  }

  /** Pictures are drawn with one thread, so that they are the same wherever that is. */
  private static <T> T withOneThread(Supplier<T> drawing) {
    return ThreadsInUse.during(1, "drawing", () -> Verdict.orFailure(drawing::get));
  }
}
