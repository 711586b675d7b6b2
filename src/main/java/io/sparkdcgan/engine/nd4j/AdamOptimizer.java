package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.model.NetworkState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adam with the paper's L2 over one network's flat arrays: the gradient of every parameter gains l2
 * times the parameter, then
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g^2
 * p = p - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
 * </pre>
 *
 * (Kingma and Ba 2014, end of section 2; the DCGAN authors' code has the same form.)
 */
final class AdamOptimizer implements Optimizer {
  private final AdamConfig config;
  private final double l2;
  private final INDArray firstMoments;
  private final INDArray secondMoments;
  private long updates;

  /** An optimizer that goes on from these moments, which it owns from now on. */
  AdamOptimizer(
      AdamConfig config, double l2, INDArray firstMoments, INDArray secondMoments, long updates) {
    this.config = config;
    this.l2 = l2;
    this.firstMoments = firstMoments;
    this.secondMoments = secondMoments;
    this.updates = updates;
  }

  @Override
  public void load(NetworkState start) {
    FloatCopy.into(firstMoments, start.firstMoments());
    FloatCopy.into(secondMoments, start.secondMoments());
    updates = start.updates();
  }

  @Override
  public void update(INDArray parameters, INDArray gradients) {
    if (l2 != 0) {
      Nd4j.getBlasWrapper().axpy((Number) l2, parameters, gradients);
    }
    Ops.exec(
        "adam_updater",
        new INDArray[] {gradients, secondMoments, firstMoments},
        new INDArray[] {gradients, secondMoments, firstMoments},
        new double[] {config.learningRate(), config.beta1(), config.beta2(), config.epsilon()},
        Math.toIntExact(updates));
    parameters.subi(gradients);
    updates++;
  }

  @Override
  public NetworkState state(float[] parameters, float[] statistics) {
    return new NetworkState(
        parameters, FloatCopy.of(firstMoments), FloatCopy.of(secondMoments), statistics, updates);
  }

  @Override
  public void close() {
    firstMoments.close();
    secondMoments.close();
  }

  INDArray firstMoments() {
    return firstMoments;
  }

  INDArray secondMoments() {
    return secondMoments;
  }

  long updates() {
    return updates;
  }
}
