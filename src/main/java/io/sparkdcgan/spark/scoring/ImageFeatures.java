package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.PatchDictionary;
import io.sparkdcgan.inference.DiscriminatorFeatures;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.gpu.TaskArithmetic;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * A kind of features, and what executors need to make it, which they are sent once and keep until
 * this is closed.
 */
public final class ImageFeatures implements AutoCloseable {
  private final Function<ImageBlock, float[][]> ofBlock;
  private final int dimensions;
  private final Runnable end;

  private ImageFeatures(Function<ImageBlock, float[][]> ofBlock, int dimensions, Runnable end) {
    this.ofBlock = ofBlock;
    this.dimensions = dimensions;
    this.end = end;
  }

  /** The pixels of each image, CHW in [-1, 1]. */
  public static ImageFeatures pixels(int imageSize) {
    return new ImageFeatures(
        block ->
            IntStream.range(0, block.count())
                .mapToObj(index -> ImageBatch.values(block, index, index + 1))
                .toArray(float[][]::new),
        ImageBlock.imageBytes(imageSize),
        () -> {});
  }

  /** What a discriminator makes of each image, by its running statistics. */
  public static ImageFeatures discriminator(
      JavaSparkContext spark, GanNetworks networks, NetworkState discriminator) {
    var config = networks.config();
    Broadcast<NetworkState> shared = spark.broadcast(discriminator);
    return new ImageFeatures(
        block -> {
          TaskArithmetic.begin();
          try (DiscriminatorFeatures features =
              new DiscriminatorFeatures(GanNetworks.of(config), shared.value())) {
            float[] flat = features.of(ImageBatch.values(block, 0, block.count()));
            return rows(flat, features.dimensions());
          }
        },
        DiscriminatorFeatures.dimensions(networks),
        shared::destroy);
  }

  /** What each image's patches are like. */
  public static ImageFeatures patches(JavaSparkContext spark, PatchDictionary dictionary) {
    Broadcast<PatchDictionary> shared = spark.broadcast(dictionary);
    return new ImageFeatures(
        block -> {
          TaskArithmetic.begin();
          return shared.value().of(block);
        },
        dictionary.dimensions(),
        shared::destroy);
  }

  private static float[][] rows(float[] flat, int width) {
    return IntStream.range(0, flat.length / width)
        .mapToObj(row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width))
        .toArray(float[][]::new);
  }

  /** Makes features of up to {@link DiscriminatorFeatures#BATCH} images, on an executor. */
  Function<ImageBlock, float[][]> ofBlock() {
    return ofBlock;
  }

  /** Features of an image. */
  public int dimensions() {
    return dimensions;
  }

  @Override
  public void close() {
    end.run();
  }
}
