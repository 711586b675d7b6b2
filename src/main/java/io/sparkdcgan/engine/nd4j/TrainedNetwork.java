package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One network with its optimizer, in native memory, between a state and the next. */
final class TrainedNetwork implements AutoCloseable {
  private final NetworkArithmetic arithmetic;
  private final Optimizer optimizer;

  TrainedNetwork(
      MultiLayerConfiguration configuration,
      NetworkLayout layout,
      TrainingConfig training,
      NetworkState start) {
    this(configuration, layout, Optimizer.of(training, start), start);
  }

  /**
   * @param optimizer owned by the network from now on
   */
  TrainedNetwork(
      MultiLayerConfiguration configuration,
      NetworkLayout layout,
      Optimizer optimizer,
      NetworkState start) {
    arithmetic = new NetworkArithmetic(configuration, layout, DataType.FLOAT);
    arithmetic.load(start);
    this.optimizer = optimizer;
  }

  /** Goes on from {@code start} instead. */
  void load(NetworkState start) {
    arithmetic.load(start);
    optimizer.load(start);
  }

  INDArray train(INDArray input, Tape tape) {
    return arithmetic.train(input, tape);
  }

  /** Moves the parameters by the gradients of the last backward pass. */
  void update() {
    optimizer.update(arithmetic.parameters(), arithmetic.gradients());
  }

  long scratchBytes() {
    return arithmetic.scratchBytes();
  }

  @Override
  public void close() {
    arithmetic.close();
    optimizer.close();
  }

  /** A copy of where training stands, detached from native memory. */
  NetworkState state() {
    return optimizer.state(
        FloatCopy.of(arithmetic.parameters()), FloatCopy.of(arithmetic.statistics()));
  }
}
