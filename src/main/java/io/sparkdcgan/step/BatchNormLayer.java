package io.sparkdcgan.step;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce3.Dot;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalization (Ioffe and Szegedy 2015) of each feature map, or of each unit where the input
 * is [n, units]. Forward and backward are affine maps per map or unit.
 *
 * @param gamma view of the scales
 * @param beta view of the offsets
 * @param gammaGradients view of the scales' gradients
 * @param betaGradients view of the offsets' gradients
 * @param mean view of the running means
 * @param variance view of the running variances (of the batch, divided by its size)
 */
record BatchNormLayer(
    INDArray gamma,
    INDArray beta,
    INDArray gammaGradients,
    INDArray betaGradients,
    INDArray mean,
    INDArray variance)
    implements Layer {
  static final double EPSILON = 1e-5;

  /** How much of the running statistics stays at an update. */
  static final double DECAY = 0.9;

  @Override
  public INDArray train(INDArray input, Tape tape) {
    int[] reduced = allButMaps(input);
    INDArray batchMean = Ops.empty(input, gamma.length());
    INDArray batchVariance = Ops.empty(input, gamma.length());
    Ops.exec("moments", new INDArray[] {input}, new INDArray[] {batchMean, batchVariance}, reduced);
    tape.addTrainable(
        (gradient, wanted) -> back(input, batchMean, batchVariance, gradient, reduced, wanted));
    tape.addStatistics(
        () -> {
          mean.muli(DECAY).addi(batchMean.mul(1 - DECAY));
          variance.muli(DECAY).addi(batchVariance.mul(1 - DECAY));
        });
    return normalize(input, batchMean, batchVariance);
  }

  @Override
  public INDArray infer(INDArray input) {
    return normalize(input, mean, variance);
  }

  private INDArray normalize(INDArray input, INDArray means, INDArray variances) {
    INDArray output = Ops.empty(input, input.shape());
    Ops.exec(
        "batchnorm",
        new INDArray[] {input, means, variances, gamma, beta},
        new INDArray[] {output},
        new double[] {EPSILON},
        1,
        1,
        1);
    return output;
  }

  /**
   * With x^ = (x - mean) / deviation and m elements in a map: dbeta = sum(dy), dgamma = sum(dy x^),
   * dx = gamma / deviation * (dy - dbeta / m - x^ dgamma / m), which is a dy + b x + c per map.
   */
  private INDArray back(
      INDArray input,
      INDArray batchMean,
      INDArray batchVariance,
      INDArray gradient,
      int[] reduced,
      Wanted wanted) {
    INDArray perDeviation = Transforms.sqrt(batchVariance.add(EPSILON), false).rdivi(1);
    INDArray sum = gradient.sum(reduced);
    INDArray sumNormalized =
        Nd4j.exec(new Dot(gradient, input, reduced)).subi(sum.mul(batchMean)).muli(perDeviation);
    collect(betaGradients, sum, wanted);
    collect(gammaGradients, sumNormalized, wanted);
    if (!wanted.input()) {
      return null;
    }
    double elements = (double) input.length() / gamma.length();
    INDArray a = gamma.mul(perDeviation);
    INDArray b = sumNormalized.mul(a).muli(perDeviation).divi(-elements);
    INDArray c = sum.mul(a).divi(-elements).subi(b.mul(batchMean));
    return affine(gradient, a, c).addi(affine(input, b, null));
  }

  private static void collect(INDArray target, INDArray gradient, Wanted wanted) {
    switch (wanted.parameters()) {
      case NONE -> {}
      case WRITE -> target.assign(gradient);
      case ADD -> target.addi(gradient);
    }
  }

  /**
   * factor x + offset per map: the same operation as the forward pass, with mean 0, deviation 1.
   */
  private static INDArray affine(INDArray x, INDArray factor, INDArray offset) {
    INDArray zero = Nd4j.zerosLike(factor);
    INDArray one = Nd4j.onesLike(factor);
    INDArray result = Ops.empty(x, x.shape());
    Ops.exec(
        "batchnorm",
        new INDArray[] {x, zero, one, factor, offset == null ? zero : offset},
        new INDArray[] {result},
        new double[] {0},
        1,
        1,
        1);
    return result;
  }

  private static int[] allButMaps(INDArray input) {
    return IntStream.range(0, input.rank()).filter(dimension -> dimension != 1).toArray();
  }
}
