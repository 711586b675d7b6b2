package io.sparkdcgan.inference;

import io.sparkdcgan.engine.nd4j.Ops;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a discriminator makes of images (Radford et al. 2015, section 5.1): the activations of all
 * its convolution layers, after LeakyReLU as in the authors' code, each max-pooled to 4x4, then
 * flattened and put one after the other. Owns its native memory; belongs to the thread that made
 * it.
 */
public final class DiscriminatorFeatures implements AutoCloseable {
  /** The most images that are worked on at once; the authors' batch as well. */
  public static final int BATCH = 128;

  /** Edge of the grids that activations are pooled to. */
  private static final int GRID = 4;

  private final int dimensions;
  private final FrozenNetwork discriminator;

  /**
   * @param discriminator its running statistics are what its batch norms normalize by
   */
  public DiscriminatorFeatures(GanNetworks networks, NetworkState discriminator) {
    this.dimensions = dimensions(networks);
    this.discriminator = FrozenNetwork.discriminator(networks, discriminator);
  }

  /** How many features an image has: 16 for each feature map of each convolution layer. */
  public static int dimensions(GanNetworks networks) {
    int stages = networks.config().stages();
    return GRID * GRID * networks.config().width() * ((1 << stages) - 1);
  }

  /** How many features an image has. */
  public int dimensions() {
    return dimensions;
  }

  /**
   * The features of some images.
   *
   * @param nchw [n, 3, S, S] in [-1, 1], in C order; n from 1 to {@link #BATCH}
   * @return [n, dimensions], row by row: layer after layer, map after map, each 4 x 4
   */
  public float[] of(float[] nchw) {
    int count = discriminator.count(nchw, BATCH);
    float[] features = new float[count * dimensions];
    int[] column = {0};
    discriminator.outputs(
        nchw, count, (layer, activations) -> column[0] += pooled(activations, features, column[0]));
    return features;
  }

  /**
   * The means and variances that batch norms find in these images, in the order of the network's
   * statistics; from then on they are what {@link #of} normalizes by.
   *
   * @param nchw [n, 3, S, S] in [-1, 1], in C order; n from 1 to {@link #BATCH}
   */
  public float[] statistics(float[] nchw) {
    discriminator.count(nchw, BATCH);
    return discriminator.calibrate(nchw);
  }

  @Override
  public void close() {
    discriminator.close();
  }

  /** Writes one layer's features into all rows, from a column on; returns how many it has. */
  private int pooled(INDArray activations, float[] features, int column) {
    long[] shape = activations.shape();
    int window = (int) shape[2] / GRID;
    INDArray grids = Ops.empty(activations, shape[0], shape[1], GRID, GRID);
    Ops.exec(
        "maxpool2d",
        new INDArray[] {activations},
        new INDArray[] {grids},
        window,
        window,
        window,
        window,
        0,
        0,
        1,
        1,
        0,
        0,
        0);
    float[] values = FrozenNetwork.flat(grids);
    int width = values.length / (int) shape[0];
    for (int row = 0; row < shape[0]; row++) {
      System.arraycopy(values, row * width, features, row * dimensions + column, width);
    }
    return width;
  }
}
