package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws images with a generator, by its running statistics: the images that its exported DL4J
 * network draws. Owns its native memory; belongs to the thread that made it.
 */
public final class ImageDrawing implements AutoCloseable {
  private static final int BATCH = 64;

  private final int latentSize;
  private final NetworkArithmetic generator;

  public ImageDrawing(GanNetworks networks, NetworkState generator) {
    this.latentSize = networks.config().latentSize();
    this.generator =
        new NetworkArithmetic(networks.generator(), networks.generatorLayout(), DataType.FLOAT);
    this.generator.load(generator);
  }

  /**
   * Draws one image for each latent.
   *
   * @param latents [n, latent size], row by row
   * @return [n, 3, S, S] in (-1, 1), in C order
   */
  public float[] draw(float[] latents) {
    int count = latents.length / latentSize;
    float[] images = new float[0];
    for (int first = 0; first < count; first += BATCH) {
      int size = Math.min(BATCH, count - first);
      float[] part = Arrays.copyOfRange(latents, first * latentSize, (first + size) * latentSize);
      INDArray input = Nd4j.create(part, new long[] {size, latentSize}, 'c');
      INDArray drawn = generator.infer(input);
      float[] values = drawn.reshape(drawn.length()).toFloatVector();
      if (first == 0) {
        images = new float[values.length / size * count];
      }
      System.arraycopy(values, 0, images, values.length / size * first, values.length);
    }
    return images;
  }

  @Override
  public void close() {
    generator.close();
  }
}
