package io.sparkdcgan.model;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;

/**
 * The autoencoder whose codes tell near-duplicates (Radford et al. 2015, section 4.1.1): an image
 * of 32 x 32 pixels, corrupted, to 128 rectified units and back to the image as it was. Batch norm
 * centers the units, so that none is on or off for every image, and dropout keeps them from leaning
 * on each other.
 */
public final class CodeNetwork {
  /** Edge of the images that it reads, in pixels. */
  public static final int EDGE = 32;

  /** Numbers of an image: 3 x 32 x 32. */
  public static final int INPUTS = LayerDefaults.CHANNELS * EDGE * EDGE;

  /** Units of the code. */
  public static final int UNITS = 128;

  /** The share of an image's numbers that corruption leaves in training. */
  private static final double KEPT_INPUTS = 0.5;

  /** The share of the code's units that dropout leaves in training. */
  private static final double KEPT_UNITS = 0.5;

  private CodeNetwork() {}

  /** Input [n, 3072] in [-1, 1], output the same. */
  public static MultiLayerConfiguration configuration() {
    return LayerDefaults.layers()
        .layer(new DropoutLayer.Builder(KEPT_INPUTS).name("corrupt").build())
        .layer(LayerDefaults.dense("encode", INPUTS, UNITS))
        .layer(LayerDefaults.batchNorm("code-norm"))
        .layer(LayerDefaults.rectifier("code"))
        .layer(new DropoutLayer.Builder(KEPT_UNITS).name("thin").build())
        .layer(LayerDefaults.dense("decode", UNITS, INPUTS))
        .setInputType(InputType.feedForward(INPUTS))
        .build();
  }

  /** Where its tensors lie: {@code encode.W} [128, 3072], {@code code-norm}'s, {@code decode.W}. */
  public static NetworkLayout layout() {
    return NetworkLayout.of(configuration());
  }

  /** The state before training. */
  public static NetworkState initialState(long seed) {
    return GanNetworks.initialState(layout(), seed, "initial autoencoder");
  }
}
