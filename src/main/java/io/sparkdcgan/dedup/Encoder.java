package io.sparkdcgan.dedup;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.TensorSlot;
import java.util.Arrays;

/**
 * Reads images' codes: the autoencoder's first half by its running statistics and without dropout,
 * in plain Java, whose sums are the same to the bit on every machine. A unit counts as on where its
 * rectifier lets something through. A final class of plain fields, since it crosses Spark.
 */
public final class Encoder {
  private static final double EPSILON = 1e-5;

  /** [3072, 128]: an image's number meets its weights to all units in one stretch. */
  private final float[] weights = new float[CodeNetwork.INPUTS * CodeNetwork.UNITS];

  private final float[] scales = new float[CodeNetwork.UNITS];
  private final float[] shifts = new float[CodeNetwork.UNITS];
  private final float[] values = new float[256];

  /**
   * @param trained the autoencoder's state
   */
  public Encoder(NetworkState trained) {
    NetworkLayout layout = CodeNetwork.layout();
    float[] encode = tensor(layout.slot("encode.W"), trained.parameters());
    for (int unit = 0; unit < CodeNetwork.UNITS; unit++) {
      for (int input = 0; input < CodeNetwork.INPUTS; input++) {
        weights[input * CodeNetwork.UNITS + unit] = encode[unit * CodeNetwork.INPUTS + input];
      }
    }
    float[] gamma = tensor(layout.slot("code-norm.gamma"), trained.parameters());
    float[] beta = tensor(layout.slot("code-norm.beta"), trained.parameters());
    float[] mean = tensor(layout.slot("code-norm.mean"), trained.statistics());
    float[] variance = tensor(layout.slot("code-norm.var"), trained.statistics());
    for (int unit = 0; unit < CodeNetwork.UNITS; unit++) {
      double scale = gamma[unit] / Math.sqrt(variance[unit] + EPSILON);
      scales[unit] = (float) scale;
      shifts[unit] = (float) (beta[unit] - mean[unit] * scale);
    }
    for (int level = 0; level < values.length; level++) {
      values[level] = ImageBatch.value((byte) level);
    }
  }

  /**
   * An image's code.
   *
   * @param chw 3 x 32 x 32 unsigned bytes
   */
  public ImageCode code(byte[] chw) {
    float[] activations = activations(chw);
    return new ImageCode(bits(activations, 0), bits(activations, Long.SIZE));
  }

  /** What enters the rectifiers; a new array. */
  float[] activations(byte[] chw) {
    float[] sums = new float[CodeNetwork.UNITS];
    for (int input = 0; input < chw.length; input++) {
      float value = values[chw[input] & 0xFF];
      int row = input * CodeNetwork.UNITS;
      for (int unit = 0; unit < CodeNetwork.UNITS; unit++) {
        sums[unit] += value * weights[row + unit];
      }
    }
    for (int unit = 0; unit < CodeNetwork.UNITS; unit++) {
      sums[unit] = sums[unit] * scales[unit] + shifts[unit];
    }
    return sums;
  }

  private static long bits(float[] activations, int first) {
    long bits = 0;
    for (int unit = first; unit < first + Long.SIZE; unit++) {
      bits = bits << 1 | (activations[unit] > 0 ? 1 : 0);
    }
    return bits;
  }

  private static float[] tensor(TensorSlot slot, float[] flat) {
    return Arrays.copyOfRange(flat, slot.offset(), slot.offset() + slot.length());
  }
}
