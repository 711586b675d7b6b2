package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Replaces a generator's running statistics by those of one batch. */
public final class Calibration {
  private Calibration() {}

  /**
   * The generator with the statistics that its batch norms find when it draws these latents as a
   * training batch. All activations of the batch are in native memory for a moment: by calculation
   * 400 MB for 256 latents of the paper's network at 64 pixels.
   *
   * @param generator left as it is
   * @param latents [n, latent size], row by row
   * @return the same state but for the statistics
   */
  public static NetworkState of(GanNetworks networks, NetworkState generator, float[] latents) {
    try (NetworkArithmetic arithmetic =
        new NetworkArithmetic(networks.generator(), networks.generatorLayout(), DataType.FLOAT)) {
      arithmetic.load(generator);
      calibrate(arithmetic, latents, networks.config().latentSize());
      return new NetworkState(
          generator.parameters(),
          generator.firstMoments(),
          generator.secondMoments(),
          FloatCopy.of(arithmetic.statistics()),
          generator.updates());
    }
  }

  /** In a workspace of its own: off-heap garbage would wait for the collector. */
  @SuppressWarnings("try") // a scope is entered and left, nothing more
  private static void calibrate(NetworkArithmetic generator, float[] latents, int latentSize) {
    MemoryWorkspace memory = GanStep.workspace();
    try (MemoryWorkspace scope = memory.notifyScopeEntered()) {
      INDArray input =
          Nd4j.create(latents, new long[] {latents.length / latentSize, latentSize}, 'c');
      generator.calibrate(input);
    } finally {
      memory.destroyWorkspace(true);
    }
  }
}
