package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One network with its optimizer, in native memory, between a state and the next. */
final class TrainedNetwork implements AutoCloseable {
  private final NetworkArithmetic arithmetic;
  private final TrainedParameters parameters;
  private final Optimizer optimizer;

  /**
   * A network that is loaded later.
   *
   * @param adam its own numbers of the training's optimizer
   */
  TrainedNetwork(NetworkLayout layout, TrainingConfig training, AdamConfig adam) {
    this(layout, Optimizer.of(training, adam, layout.parameterCount()));
  }

  /**
   * A network that is loaded later.
   *
   * @param optimizer owned by the network from now on
   */
  TrainedNetwork(NetworkLayout layout, Optimizer optimizer) {
    this.arithmetic = new NetworkArithmetic(layout, DataType.FLOAT);
    this.parameters = TrainedParameters.of(layout, arithmetic);
    this.optimizer = optimizer;
  }

  /** Goes on from {@code start}, which is copied; nothing of what was before is left. */
  void load(NetworkState start) {
    parameters.load(start.parameters());
    arithmetic.loadStatistics(start);
    optimizer.load(start);
  }

  INDArray train(INDArray input, Tape tape) {
    return arithmetic.train(input, tape);
  }

  /** Moves the parameters by the gradients of the last backward pass. */
  void update() {
    parameters.pullBack();
    optimizer.update(parameters.values(), arithmetic.gradients());
    parameters.moved();
  }

  long scratchBytes() {
    return arithmetic.scratchBytes();
  }

  @Override
  public void close() {
    arithmetic.close();
    parameters.close();
    optimizer.close();
  }

  /** A copy of where training stands, detached from native memory. */
  NetworkState state() {
    return optimizer.state(
        FloatCopy.of(parameters.values()), FloatCopy.of(arithmetic.statistics()));
  }
}
