package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.model.NetworkState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How gradients move one network's parameters. Owns the native memory of what it remembers, which
 * goes with {@link #close}.
 */
sealed interface Optimizer extends AutoCloseable {

  /**
   * The optimizer of one network in this training, before its first update.
   *
   * @param adam the network's own numbers
   * @param parameters how many it moves
   */
  static Optimizer of(TrainingConfig training, AdamConfig adam, int parameters) {
    return switch (training.optimizer()) {
      case ADAM -> adam(adam, training.l2(), parameters);
      case SGD -> new Sgd(adam.learningRate(), training.l2(), 0);
    };
  }

  /** Adam for so many parameters, before its first update. */
  static Optimizer adam(AdamConfig adam, double l2, int parameters) {
    return new Adam(
        adam,
        l2,
        Nd4j.create(DataType.FLOAT, parameters),
        Nd4j.create(DataType.FLOAT, parameters),
        0);
  }

  /** Goes on from this state instead, which is copied; nothing of what was before is left. */
  void load(NetworkState start);

  /**
   * Moves the parameters, once.
   *
   * @param parameters flat, written to
   * @param gradients of the parameters; may be overwritten
   */
  void update(INDArray parameters, INDArray gradients);

  /** The network's state: what is given here, with a copy of what the optimizer remembers. */
  NetworkState state(float[] parameters, float[] statistics);

  @Override
  void close();

  /**
   * Adam with the paper's L2 over one network's flat arrays: the gradient of every parameter gains
   * l2 times the parameter, then
   *
   * <pre>
   * m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g^2
   * p = p - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
   * </pre>
   *
   * (Kingma and Ba 2014, end of section 2; the DCGAN authors' code has the same form.)
   */
  final class Adam implements Optimizer {
    private final AdamConfig config;
    private final double l2;
    private final INDArray firstMoments;
    private final INDArray secondMoments;
    private long updates;

    /** An optimizer that goes on from these moments, which it owns from now on. */
    Adam(
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

  /**
   * Plain gradient descent with L2: p = p - rate (g + l2 p). It remembers nothing but how often it
   * moved: the moments of its states are zero. An update is linear in the gradient, which is why
   * the average of workers who took one step each is the step of their batches taken together.
   */
  final class Sgd implements Optimizer {
    private final double rate;
    private final double l2;
    private long updates;

    Sgd(double rate, double l2, long updates) {
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
      return new NetworkState(
          parameters, new float[length], new float[length], statistics, updates);
    }

    @Override
    public void close() {
      // It has no memory of its own.
    }
  }
}
