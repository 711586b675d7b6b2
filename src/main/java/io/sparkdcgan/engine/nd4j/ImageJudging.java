package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Judges images with a discriminator, by its running statistics: the verdicts that its exported
 * DL4J network gives. Owns its native memory; belongs to the thread that made it.
 */
public final class ImageJudging implements AutoCloseable {
  private static final int BATCH = 64;

  private final int edge;
  private final NetworkArithmetic discriminator;
  private final MemoryWorkspace memory = GanStep.workspace();

  public ImageJudging(GanNetworks networks, NetworkState discriminator) {
    this.edge = networks.config().imageSize();
    this.discriminator =
        new NetworkArithmetic(
            networks.discriminator(), networks.discriminatorLayout(), DataType.FLOAT);
    this.discriminator.load(discriminator);
  }

  /**
   * How surely each image is taken for a real one.
   *
   * @param nchw [n, 3, S, S] in [-1, 1], in C order
   * @return n logits: D(x) is their sigmoid, above one half where they are above 0
   */
  public float[] logits(float[] nchw) {
    int length = 3 * edge * edge;
    float[] logits = new float[nchw.length / length];
    for (int first = 0; first < logits.length; first += BATCH) {
      int size = Math.min(BATCH, logits.length - first);
      judge(Arrays.copyOfRange(nchw, first * length, (first + size) * length), logits, first);
    }
    return logits;
  }

  /** How many of these logits are above 0. */
  public static long takenForReal(float[] logits) {
    long real = 0;
    for (float logit : logits) {
      real += logit > 0 ? 1 : 0;
    }
    return real;
  }

  @SuppressWarnings("try") // a scope is entered and left, nothing more
  private void judge(float[] nchw, float[] logits, int first) {
    try (MemoryWorkspace scope = memory.notifyScopeEntered()) {
      int size = nchw.length / (3 * edge * edge);
      INDArray input = Nd4j.create(nchw, new long[] {size, 3, edge, edge}, 'c');
      INDArray judged = discriminator.infer(input);
      System.arraycopy(judged.reshape(size).toFloatVector(), 0, logits, first, size);
    }
  }

  @Override
  public void close() {
    memory.destroyWorkspace(true);
    discriminator.close();
  }
}
