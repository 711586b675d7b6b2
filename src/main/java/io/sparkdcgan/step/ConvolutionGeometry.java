package io.sparkdcgan.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution of stride 2 that halves the edge ("Same" padding: (1, 1) for kernel 4, (1, 2) for
 * kernel 5), and the three maps that belong to it: onto the small side, back onto the large side
 * (its transpose, the fractionally-strided convolution), and onto the weights. W is [small-side
 * maps, large-side maps, kernel, kernel] for both networks, as DL4J keeps it.
 *
 * <p>Each operation here was chosen because oneDNN serves it for both kernels.
 *
 * @param kernel edge of the kernel
 */
record ConvolutionGeometry(int kernel) {
  private static final int SAME = 1;
  private static final int NCHW = 0;

  /** Weights as [small-side maps, large-side maps, kernel, kernel]. */
  private static final int MAPS_FIRST = 1;

  /** Weights as [kernel, kernel, large-side maps, small-side maps]. */
  private static final int MAPS_LAST = 0;

  /** [n, L, 2e, 2e] -> [n, S, e, e]. */
  INDArray toSmall(INDArray large, INDArray weights) {
    INDArray small =
        Ops.empty(large, large.size(0), weights.size(0), large.size(2) / 2, large.size(3) / 2);
    Ops.exec(
        "conv2d", new INDArray[] {large, weights}, new INDArray[] {small}, integers(MAPS_FIRST));
    return small;
  }

  /** [n, S, e, e] -> [n, L, 2e, 2e]: the transpose of {@link #toSmall}. */
  INDArray toLarge(INDArray small, INDArray weights) {
    int[] shape = {
      (int) small.size(0), (int) weights.size(1), (int) small.size(2) * 2, (int) small.size(3) * 2
    };
    INDArray large = Ops.empty(small, shape[0], shape[1], shape[2], shape[3]);
    INDArray mapsLast = weights.permute(2, 3, 1, 0);
    Ops.exec(
        "deconv2d_tf",
        new INDArray[] {Nd4j.createFromArray(shape), mapsLast, small},
        new INDArray[] {large},
        integers(MAPS_LAST));
    return large;
  }

  /**
   * The gradient of the weights, given what stood on the large side and on the small side of them,
   * one of both a gradient.
   *
   * @param target [S, L, kernel, kernel], written or added to as {@code wanted} says
   * @return the large side's gradient as well, which costs nothing extra here
   */
  INDArray toWeights(
      INDArray large, INDArray small, INDArray weights, INDArray target, Wanted wanted) {
    boolean add = wanted.parameters() == Wanted.Parameters.ADD;
    INDArray gradient = add ? Ops.empty(target, target.shape()) : target;
    INDArray largeGradient = Ops.empty(large, large.shape());
    Ops.exec(
        "conv2d_bp",
        new INDArray[] {large, weights, small},
        new INDArray[] {largeGradient, gradient},
        integers(MAPS_FIRST));
    if (add) {
      target.addi(gradient);
    }
    return largeGradient;
  }

  private int[] integers(int weightFormat) {
    return new int[] {kernel, kernel, 2, 2, 0, 0, 1, 1, SAME, NCHW, weightFormat};
  }
}
