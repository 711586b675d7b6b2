package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.NetworkLayout;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What training moves of a network and a state holds, and how it becomes what the layers compute
 * with. Owns what memory it adds to the network's, which goes with {@link #close}.
 */
sealed interface TrainedParameters extends AutoCloseable
    permits TrainedParameters.AsTheyAre, SpectralWeights {

  /** Those of a network of this layout. */
  static TrainedParameters of(NetworkLayout layout, NetworkArithmetic network) {
    return layout.spectral().isEmpty()
        ? new AsTheyAre(network)
        : new SpectralWeights(layout, network);
  }

  /** The parameters, flat. */
  INDArray values();

  /** Overwrites the parameters; nothing of what was before is left. */
  void load(float[] parameters);

  /**
   * Turns the network's gradients, which are by what its layers compute with, into those by the
   * parameters.
   */
  void pullBack();

  /** Has the network follow after its parameters were moved. */
  void moved();

  @Override
  void close();

  /** Layers compute with the parameters themselves. */
  record AsTheyAre(NetworkArithmetic network) implements TrainedParameters {
    @Override
    public INDArray values() {
      return network.parameters();
    }

    @Override
    public void load(float[] parameters) {
      FloatCopy.into(values(), parameters);
    }

    @Override
    public void pullBack() {
      // They are by the parameters.
    }

    @Override
    public void moved() {
      // The network's arrays have moved.
    }

    @Override
    public void close() {
      // It has no memory of its own.
    }
  }
}
