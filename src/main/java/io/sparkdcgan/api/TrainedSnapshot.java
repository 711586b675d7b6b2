package io.sparkdcgan.api;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OnnxNetwork;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.snapshot.TensorFile;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.spark.scoring.SampleJob;
import io.sparkdcgan.storage.ObjectStore;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A generator as it was after some round, with its discriminator, in this process's heap: 12 bytes
 * for each of their parameters. An image depends on the snapshot, the seed and its number, and on
 * nothing else.
 */
public final class TrainedSnapshot {
  /** The last thing that a drawing puts. */
  private static final String NUMBERS = "grid.safetensors";

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

  /**
   * Images that were drawn.
   *
   * @param folder in full
   * @param images how many there are
   * @param grid URI of the sheet with the first of them
   * @param round completed rounds of the snapshot that drew them
   */
  public record DrawnImages(String folder, int images, String grid, long round) {}

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
   * Draws images on the cluster, writes each as PNG where it is drawn, {@code 00000000.png} and so
   * on, and the first 64 of them as one sheet, {@code grid.png}, with their numbers in {@code
   * grid.safetensors}. Further images that an earlier drawing left there are deleted.
   *
   * @param spark stays the caller's to close
   * @param count how many: 1 to 10,000,000
   * @param folder {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @param seed names the latents
   * @throws Failure {@code USAGE} for a number of images that cannot be, {@code CONFIGURATION} if
   *     the context cannot be used, or the folder holds further images that were not drawn
   */
  public DrawnImages draw(JavaSparkContext spark, int count, String folder, long seed) {
    return draw(spark, count, folder, seed, WorkProgress.UNHEARD);
  }

  /**
   * The same with somebody who is told how it gets on, on a thread of Spark's.
   *
   * @throws Failure as {@link #draw(JavaSparkContext, int, String, long)}
   */
  public DrawnImages draw(
      JavaSparkContext spark, int count, String folder, long seed, WorkListener listener) {
    WorkProgress progress = WorkProgress.of(listener);
    requireCount(count);
    ContextNeeds.require(spark);
    return withOneThread(
        () -> {
          ObjectStore target = ObjectStore.at(folder, spark.hadoopConfiguration());
          List<String> older =
              Verdict.orFailure(
                  () -> OlderImages.from(count, target, NUMBERS, spark.hadoopConfiguration()));
          SampleJob job = new SampleJob(spark, network, generator, seed);
          job.write(count, target.uri(), share -> progress.at("drawing", share));
          older.forEach(target::delete);
          return new DrawnImages(target.uri(), count, grid(job, count, target), round);
        });
  }

  /** The same with seed 1. */
  public DrawnImages draw(JavaSparkContext spark, int count, String folder) {
    return draw(spark, count, folder, 1);
  }

  /**
   * The same images as tensors, in batches of at most 64: [n, 3, size, size] floats in (-1, 1), in
   * their order. Drawn whenever the RDD is computed: persist it to draw once.
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
   * The latents that the first images of a seed are drawn from, in their order, to choose among, to
   * walk between and to compute with.
   *
   * @param count how many: 1 to 10,000,000
   * @param seed names the latents
   * @return [count, latent size] floats, in C order; a new array
   * @throws Failure {@code USAGE} for a number that cannot be
   */
  public INDArray latents(int count, long seed) {
    requireCount(count);
    return Nd4j.create(
        SampleJob.latents(network, seed, 0, count), new long[] {count, network.latentSize()}, 'c');
  }

  /**
   * Draws an image for each row, in this process and without Spark: for some hundreds of latents
   * that a program chose itself. Of {@link #latents} it draws the same images as {@link #tensors}.
   *
   * @param latents [n, latent size] finite numbers of any float type, left as they are
   * @return [n, 3, size, size] floats in (-1, 1), in C order; a new array
   * @throws Failure {@code USAGE} for another shape or a number that is not finite, {@code
   *     CONFIGURATION} while a training in this process computes with more than one thread
   */
  public INDArray draw(INDArray latents) {
    float[] rows = rows(latents);
    float[] images = withOneThread(() -> SampleJob.draw(network, generator, rows));
    int size = network.imageSize();
    return Nd4j.create(images, new long[] {latents.size(0), 3, size, size}, 'c');
  }

  /** Latents row by row, whatever order, stride or type the array has. */
  private float[] rows(INDArray latents) {
    int columns = network.latentSize();
    if (latents.rank() != 2 || latents.size(0) < 1 || latents.size(1) != columns) {
      throw new Failure(
          ExitCode.USAGE,
          "latents must be [n, %s] with at least one row, but are %s"
              .formatted(columns, Arrays.toString(latents.shape())));
    }
    float[] rows =
        latents.castTo(DataType.FLOAT).dup('c').reshape(latents.length()).toFloatVector();
    for (int i = 0; i < rows.length; i++) {
      if (!Float.isFinite(rows[i])) {
        throw new Failure(
            ExitCode.USAGE,
            "latents must be finite, but [%s, %s] is %s"
                .formatted(i / columns, i % columns, rows[i]));
      }
    }
    return rows;
  }

  /**
   * The generator as an ONNX model of opset 13: {@code latents}, [n, latent size], in, {@code
   * images}, [n, 3, size, size] in (-1, 1), out; n is any number. It draws the images that {@link
   * #draw} does.
   */
  public byte[] onnx() {
    return OnnxNetwork.generator(GanNetworks.of(network), generator);
  }

  /**
   * The generator as dl4j-spark's network, for whoever works with that: latents [n, latent size]
   * in, images [n, 3, size, size] out, by running statistics. Its {@code feedForwardWithKey} draws
   * on the cluster what {@link #draw(INDArray)} draws, to rounding. Fitting it would train the
   * generator alone.
   *
   * @param spark stays the caller's to close
   * @throws Failure {@code CONFIGURATION} if the context cannot be used
   */
  public SparkDl4jMultiLayer sparkGenerator(JavaSparkContext spark) {
    return onSpark(spark, StockNetworks.generator(GanNetworks.of(network), generator));
  }

  /**
   * The discriminator as dl4j-spark's network: images [n, 3, size, size] in [-1, 1] in, how surely
   * each is taken for a real one [n, 1] out, by running statistics.
   *
   * @param spark stays the caller's to close
   * @throws Failure {@code CONFIGURATION} if the context cannot be used
   */
  public SparkDl4jMultiLayer sparkDiscriminator(JavaSparkContext spark) {
    return onSpark(spark, StockNetworks.discriminator(GanNetworks.of(network), discriminator));
  }

  private static SparkDl4jMultiLayer onSpark(JavaSparkContext spark, MultiLayerNetwork network) {
    ContextNeeds.requireForTensors(spark);
    return new SparkDl4jMultiLayer(spark, network, null);
  }

  /** Edge of the images that it draws, in pixels. */
  public int imageSize() {
    return network.imageSize();
  }

  /** How many numbers an image is drawn from. */
  public int latentSize() {
    return network.latentSize();
  }

  /**
   * Sees that so many images can be drawn.
   *
   * @throws Failure {@code USAGE} if not
   */
  public static void requireCount(int count) {
    requireCount(count, 1, MOST);
  }

  /** The same for what takes other numbers of images. */
  static void requireCount(int count, int least, int most) {
    if (count < least || count > most) {
      throw new Failure(
          ExitCode.USAGE, "--count must be from %s to %s, but is %s".formatted(least, most, count));
    }
  }

  /** The first images on one sheet, and their numbers, for whoever wants to draw them again. */
  private String grid(SampleJob job, int count, ObjectStore target) {
    int shown = Math.min(count, GRID_ROWS * GRID_ROWS);
    float[] latents = job.latents(0, shown);
    float[] images = job.draw(latents);
    int size = network.imageSize();
    target.put(
        "grid.png", new SampleGrid((shown - 1) / GRID_ROWS + 1, GRID_ROWS).png(images, size));
    TensorFile numbers = new TensorFile();
    numbers.add("latents", latents, shown, network.latentSize());
    numbers.add("pictures", images, shown, 3, size, size);
    target.put(NUMBERS, numbers::writeTo);
    return target.uri("grid.png");
  }

  ImageSet images(JavaSparkContext spark, int count, long seed) {
    return withOneThread(() -> new SampleJob(spark, network, generator, seed).images(count));
  }

  /** Images are drawn with one thread, so that they are the same wherever that is. */
  private static <T> T withOneThread(Supplier<T> drawing) {
    return ThreadsInUse.during(1, "drawing", () -> Verdict.orFailure(drawing::get));
  }
}
