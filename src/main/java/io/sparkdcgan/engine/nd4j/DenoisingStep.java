package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.random.RandomStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Takes steps of the autoencoder: each moves it so that it makes a batch of images out of their
 * corrupted forms (Vincent et al. 2008). The loss is the squared error, summed over an image and
 * averaged over the batch.
 *
 * <p>Owns its native memory, which goes with {@link #close}. Belongs to one thread at a time.
 */
public final class DenoisingStep implements AutoCloseable {
  private final TrainedNetwork network;
  private final MemoryWorkspace memory = Ops.workspace();

  /** Continues from {@code start}, which is copied. */
  public DenoisingStep(AdamConfig adam, NetworkState start) {
    network =
        new TrainedNetwork(
            CodeNetwork.layout(), Optimizer.adam(adam, 0, start.parameters().length));
    network.load(start);
  }

  /**
   * Takes one step.
   *
   * @param images [n, 3072] in [-1, 1], row by row
   * @param noise what corruption and dropout are drawn from
   * @return the mean squared error of a number of an image, before the step
   */
  @SuppressWarnings("try") // a scope is entered and left, nothing more
  public double advance(float[] images, RandomStream noise) {
    int count = images.length / CodeNetwork.INPUTS;
    long[] shape = {count, CodeNetwork.INPUTS};
    try (MemoryWorkspace scope = memory.notifyScopeEntered()) {
      Tape tape = new Tape(noise);
      INDArray drawn = network.train(Nd4j.create(images, shape, 'c'), tape);
      INDArray errors = drawn.subi(Nd4j.create(images, shape, 'c'));
      double norm = errors.norm2Number().doubleValue();
      tape.backward(errors.muli(2.0 / count), GradientRequest.PARAMETERS);
      tape.commitStatistics();
      network.update();
      return norm * norm / images.length;
    }
  }

  /** Where training stands, copied. */
  public NetworkState state() {
    return network.state();
  }

  @Override
  public void close() {
    memory.destroyWorkspace(true);
    network.close();
  }
}
