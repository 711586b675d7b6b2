package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.NetworkState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Plain gradient descent with L2: p = p - rate (g + l2 p). It remembers nothing but how often it
 * moved: the moments of its states are zero. An update is linear in the gradient, which is why the
 * average of workers who took one step each is the step of their batches taken together.
 */
final class SgdOptimizer implements Optimizer {
  private final double rate;
  private final double l2;
  private long updates;

  SgdOptimizer(double rate, double l2, long updates) {
    this.rate = rate;
    this.l2 = l2;
    this.updates = updates;
  }

  @Override
  public void load(NetworkState start) {
    updates = start.updates();
  }

  @Override
  public void update(INDArray parameters, INDArray gradients) {
    if (l2 != 0) {
      Nd4j.getBlasWrapper().axpy((Number) l2, parameters, gradients);
    }
    Nd4j.getBlasWrapper().axpy((Number) (-rate), gradients, parameters);
    updates++;
  }

  @Override
  public NetworkState state(float[] parameters, float[] statistics) {
    int length = parameters.length;
    return new NetworkState(parameters, new float[length], new float[length], statistics, updates);
  }

  @Override
  public void close() {
    // It has no memory of its own.
  }
}
