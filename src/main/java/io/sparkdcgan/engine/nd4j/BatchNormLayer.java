package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Ops.MatrixProduct;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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
    collect(betaGradients, sum, wanted);
    collect(gammaGradients, sumNormalized, wanted);
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

  private static void collect(INDArray target, INDArray gradient, GradientRequest wanted) {
    switch (wanted.parameters()) {
      case NONE -> {}
      case WRITE -> target.assign(gradient);
      case ADD -> target.addi(gradient);
    }
  }

  /**
   * Arithmetic per feature map of arrays [n, maps, H, W], or per unit of arrays [n, units].
   *
   * <p>Sums are products with a vector of ones: ND4J's reductions over several dimensions take ten
   * times as long, its broadcasts by other names twenty times.
   *
   * @param images n
   * @param maps how many maps or units
   * @param area elements of one map in one image, H W or 1
   */
  private record FeatureMaps(long images, long maps, long area) {
    static FeatureMaps of(INDArray array) {
      long images = array.size(0);
      long maps = array.size(1);
      return new FeatureMaps(images, maps, array.length() / images / maps);
    }

    /** Elements that one map has in all images. */
    double elements() {
      return (double) images * area;
    }

    /** The sum of each map over all images: [maps]. */
    INDArray sums(INDArray array) {
      INDArray perImage = array.reshape('c', images * maps, area);
      if (area > 1) {
        INDArray sums = Ops.empty(array, images * maps, 1);
        MatrixProduct.PLAIN.write(perImage, ones(array, area, 1), sums);
        perImage = sums;
      }
      INDArray sums = Ops.empty(array, 1, maps);
      MatrixProduct.PLAIN.write(ones(array, 1, images), perImage.reshape('c', images, maps), sums);
      return sums.reshape(maps);
    }

    /** Writes factor x for each map; the target may be x. */
    void scale(INDArray x, INDArray factors, INDArray target) {
      broadcast("multiply", x, factors, target);
    }

    /** Adds to each map its offset. */
    void shift(INDArray x, INDArray offsets) {
      broadcast("add", x, offsets, x);
    }

    private void broadcast(String name, INDArray x, INDArray perMap, INDArray target) {
      Ops.exec(
          name,
          new INDArray[] {
            x.reshape('c', images, maps, area), perMap.reshape('c', 1, maps, 1),
          },
          new INDArray[] {target.reshape('c', images, maps, area)});
    }

    private static INDArray ones(INDArray like, long... shape) {
      return Nd4j.ones(like.dataType(), shape);
    }
  }
}
