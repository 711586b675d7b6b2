package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.model.NetworkState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How gradients move one network's parameters. Owns the native memory of what it remembers, which
 * goes with {@link #close}.
 */
sealed interface Optimizer extends AutoCloseable permits AdamOptimizer, SgdOptimizer {

  /** The optimizer of this training; it goes on from this state, which is copied. */
  static Optimizer of(TrainingConfig training, NetworkState start) {
    return switch (training.optimizer()) {
      case ADAM -> adam(training.adam(), training.l2(), start);
      case SGD -> new SgdOptimizer(training.adam().learningRate(), training.l2(), start.updates());
    };
  }

  /** Adam; it goes on from this state, which is copied. */
  static Optimizer adam(AdamConfig adam, double l2, NetworkState start) {
    return new AdamOptimizer(
        adam,
        l2,
        Nd4j.createFromArray(start.firstMoments()),
        Nd4j.createFromArray(start.secondMoments()),
        start.updates());
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
}
