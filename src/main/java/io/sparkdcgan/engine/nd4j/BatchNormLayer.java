package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalization (Ioffe and Szegedy 2015) of each feature map, or of each unit where the input
 * is [n, units]. Forward and backward are affine maps per map or unit, in place where they can be.
 *
 * @param gamma view of the scales
 * @param beta view of the offsets
 * @param gammaGradients view of the scales' gradients
 * @param betaGradients view of the offsets' gradients
 * @param mean view of the running means
 * @param variance view of the running variances (of the batch, divided by its size)
 * @param epsilon what is added to variances
 * @param decay how much of the running statistics stays at an update
 * @param scratch for products that are summed and forgotten
 */
record BatchNormLayer(
    INDArray gamma,
    INDArray beta,
    INDArray gammaGradients,
    INDArray betaGradients,
    INDArray mean,
    INDArray variance,
    double epsilon,
    double decay,
    Scratch scratch)
    implements Layer {
  @Override
  public INDArray train(INDArray input, Tape tape) {
    FeatureMaps maps = FeatureMaps.of(input);
    INDArray batchMean = maps.sums(input).divi(maps.elements());
    maps.shift(input, batchMean.neg());
    // The variance of centered values loses nothing to cancellation.
    INDArray batchVariance = maps.sums(product(input, input)).divi(maps.elements());
    INDArray perDeviation = perDeviation(batchVariance);
    tape.addTrainable((gradient, wanted) -> back(input, perDeviation, gradient, wanted));
    tape.addStatistics(
        () -> {
          mean.muli(decay).addi(batchMean.mul(1 - decay));
          variance.muli(decay).addi(batchVariance.mul(1 - decay));
        });
    INDArray output = Ops.empty(input, input.shape());
    maps.scale(input, gamma.mul(perDeviation), output);
    maps.shift(output, beta);
    return output;
  }

  @Override
  public INDArray infer(INDArray input) {
    FeatureMaps maps = FeatureMaps.of(input);
    INDArray factors = gamma.mul(perDeviation(variance));
    maps.scale(input, factors, input);
    maps.shift(input, beta.sub(mean.mul(factors)));
    return input;
  }

  /**
   * By the running statistics it is one affine map per map or unit, whatever else is in the batch.
   */
  @Override
  public INDArray trace(INDArray input, Tape tape) {
    INDArray factors = gamma.mul(perDeviation(variance));
    tape.add(
        (gradient, wanted) -> {
          FeatureMaps.of(gradient).scale(gradient, factors, gradient);
          return gradient;
        });
    return infer(input);
  }

  /** The statistics are those that {@link #train} would normalize this input by. */
  @Override
  public INDArray calibrate(INDArray input) {
    FeatureMaps maps = FeatureMaps.of(input);
    INDArray batchMean = maps.sums(input).divi(maps.elements());
    mean.assign(batchMean);
    maps.shift(input, batchMean.neg());
    INDArray batchVariance = maps.sums(product(input, input)).divi(maps.elements());
    variance.assign(batchVariance);
    maps.scale(input, gamma.mul(perDeviation(batchVariance)), input);
    maps.shift(input, beta);
    return input;
  }

  /**
   * With x^ = centered / deviation and m elements in a map: dbeta = sum(dy), dgamma = sum(dy x^),
   * dx = gamma / deviation * (dy - dbeta / m - x^ dgamma / m), which is a dy + b centered + c per
   * map.
   */
  private INDArray back(
      INDArray centered, INDArray perDeviation, INDArray gradient, GradientRequest wanted) {
    FeatureMaps maps = FeatureMaps.of(centered);
    INDArray sum = maps.sums(gradient);
    INDArray sumNormalized = maps.sums(product(gradient, centered)).muli(perDeviation);
    wanted.collect(betaGradients, sum);
    wanted.collect(gammaGradients, sumNormalized);
    if (!wanted.input()) {
      return null;
    }
    INDArray a = gamma.mul(perDeviation);
    INDArray b = sumNormalized.mul(a).muli(perDeviation).divi(-maps.elements());
    INDArray c = sum.mul(a).divi(-maps.elements());
    maps.scale(gradient, a, gradient);
    maps.scale(centered, b, centered);
    gradient.addi(centered);
    maps.shift(gradient, c);
    return gradient;
  }

  private INDArray product(INDArray left, INDArray right) {
    INDArray product = scratch.like(left);
    Ops.exec("multiply", new INDArray[] {left, right}, new INDArray[] {product});
    return product;
  }

  private INDArray perDeviation(INDArray variance) {
    return Transforms.sqrt(variance.add(epsilon), false).rdivi(1);
  }
}
