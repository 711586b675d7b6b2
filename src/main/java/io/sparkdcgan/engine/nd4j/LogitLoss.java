package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Losses of a discriminator's logits, averaged over the batch, and their gradients (Goodfellow et
 * al. 2014, equation 1). All are built from softplus(x) = log(1 + e^x), which neither overflows nor
 * takes the logarithm of a rounded sigmoid: -log D = softplus(-x) and -log(1 - D) = softplus(x).
 */
enum LogitLoss {
  /** -log D: real images should be judged real; also the non-saturating generator's. */
  JUDGED_REAL(1, -1),
  /** -log(1 - D): drawn images should be judged drawn. */
  JUDGED_DRAWN(1, 1),
  /** log(1 - D): the generator's loss in the minimax game. */
  NOT_JUDGED_DRAWN(-1, 1);

  /** Factors of the softplus and of its argument, 1 or -1 each. */
  private final double outer;

  private final double inner;

  LogitLoss(double outer, double inner) {
    this.outer = outer;
    this.inner = inner;
  }

  /** What a batch costs. */
  record Evaluated(double loss, double meanProbability, INDArray gradient) {}

  private double loss(double logit) {
    return outer * softplus(inner * logit);
  }

  private double derivative(double logit) {
    return outer * inner * sigmoid(inner * logit);
  }

  static LogitLoss of(GeneratorLoss loss) {
    return switch (loss) {
      case NON_SATURATING -> JUDGED_REAL;
      case MINIMAX -> NOT_JUDGED_DRAWN;
    };
  }

  /**
   * The mean loss, the mean probability of being real, and the gradient of the mean loss by each
   * logit.
   *
   * @param logits [n, 1]
   */
  Evaluated evaluate(INDArray logits) {
    double[] values = logits.reshape(logits.length()).toDoubleVector();
    double[] gradient = new double[values.length];
    double loss = 0;
    double probability = 0;
    for (int i = 0; i < values.length; i++) {
      loss += loss(values[i]) / values.length;
      probability += sigmoid(values[i]) / values.length;
      gradient[i] = derivative(values[i]) / values.length;
    }
    INDArray gradients = Nd4j.create(gradient, new long[] {values.length, 1}, logits.dataType());
    return new Evaluated(loss, probability, gradients);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
  }
}
