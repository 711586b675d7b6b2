package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A convolution of stride 2 that halves the edge ("Same" padding: (1, 1) for kernel 4, (1, 2) for
 * kernel 5), and the three maps that belong to it: onto the small side, back onto the large side
 * (its transpose, the fractionally-strided convolution), and onto the weights. W is [small-side
 * maps, large-side maps, kernel, kernel] for both networks, as DL4J keeps it.
 *
 * <p>Each operation here was chosen because oneDNN serves it for both kernels.
 *
 * @param kernel edge of the kernel
 * @param backend which of ND4J's operations are fast here
 * @param scratch for what a convolution needs on the way
 */
record ConvolutionGeometry(int kernel, Backend backend, Scratch scratch) {
  private static final int SAME = 1;
  private static final int EXPLICIT = 0;
  private static final int NCHW = 0;

  /** Weights as [small-side maps, large-side maps, kernel, kernel]. */
  private static final int MAPS_FIRST = 1;

  /** Weights as [kernel, kernel, large-side maps, small-side maps]. */
  private static final int MAPS_LAST = 0;

  /** [n, L, 2e, 2e] -> [n, S, e, e]. */
  INDArray toSmall(INDArray large, INDArray weights) {
    INDArray small = emptySmall(large, weights);
    if (isUnrolled(small)) {
      UnrolledConvolution unrolled = new UnrolledConvolution(kernel);
      unrolled.toSmall(unrolled.columns(large, scratch), weights, small);
      return small;
    }
    Ops.exec("conv2d", new INDArray[] {large, weights}, new INDArray[] {small}, same(MAPS_FIRST));
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
        same(MAPS_LAST));
    return large;
  }

  /**
   * The gradient of the weights, given what stood on the large side and on the small side of them,
   * and {@link #toLarge} of the small side.
   *
   * @param target [S, L, kernel, kernel], written or added to as {@code wanted} says
   * @return [n, L, 2e, 2e]
   */
  INDArray toWeightsAndLarge(
      INDArray large, INDArray small, INDArray weights, INDArray target, GradientRequest wanted) {
    INDArray gradient = uncollected(target, wanted);
    if (isUnrolled(small)) {
      UnrolledConvolution unrolled = new UnrolledConvolution(kernel);
      unrolled.toWeights(unrolled.columns(large, scratch), small, gradient);
      collect(gradient, target);
      return toLarge(small, weights);
    }
    INDArray result = Ops.empty(large, large.shape());
    Ops.exec(
        "conv2d_bp",
        new INDArray[] {large, weights, small},
        new INDArray[] {result, gradient},
        same(MAPS_FIRST));
    collect(gradient, target);
    return result;
  }

  /**
   * The gradient of the weights, given what stood on the large side and on the small side of them,
   * and {@link #toSmall} of the large side.
   *
   * @param target [S, L, kernel, kernel], written or added to as {@code wanted} says
   * @return [n, S, e, e], or null where {@code wanted} has no input and it would cost extra
   */
  INDArray toWeightsAndSmall(
      INDArray large, INDArray small, INDArray weights, INDArray target, GradientRequest wanted) {
    if (backend == Backend.PLAIN) {
      toWeightsAndLarge(large, small, weights, target, wanted);
      return wanted.input() ? toSmall(large, weights) : null;
    }
    INDArray result = emptySmall(large, weights);
    INDArray gradient = uncollected(target, wanted);
    if (isUnrolled(small)) {
      UnrolledConvolution unrolled = new UnrolledConvolution(kernel);
      INDArray columns = unrolled.columns(large, scratch);
      unrolled.toWeights(columns, small, gradient);
      unrolled.toSmall(columns, weights, result);
      collect(gradient, target);
      return result;
    }
    Ops.exec(
        "deconv2d_bp",
        new INDArray[] {small, weights, symmetric(large)},
        new INDArray[] {result, gradient},
        integers(1, EXPLICIT, MAPS_FIRST));
    collect(gradient, target);
    return result;
  }

  /**
   * oneDNN serves {@code deconv2d_bp} only with equal paddings on all sides. Kernel 5 wants (1, 2):
   * one more row and column of zeros, and it is (1, 1).
   */
  private INDArray symmetric(INDArray large) {
    int missing = kernel - 4;
    if (missing == 0) {
      return large;
    }
    INDArray padded =
        Ops.empty(
            large, large.size(0), large.size(1), large.size(2) + missing, large.size(3) + missing);
    INDArray paddings =
        Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {0, missing}, {0, missing}});
    Ops.exec("pad", new INDArray[] {large, paddings}, new INDArray[] {padded}, new double[] {0}, 0);
    return padded;
  }

  private boolean isUnrolled(INDArray small) {
    return backend == Backend.ONEDNN && small.size(2) <= UnrolledConvolution.LARGEST_EDGE;
  }

  private static INDArray emptySmall(INDArray large, INDArray weights) {
    return Ops.empty(large, large.size(0), weights.size(0), large.size(2) / 2, large.size(3) / 2);
  }

  /**
   * Where an operation may write a gradient: the operations overwrite, and it may be wanted added.
   */
  private static INDArray uncollected(INDArray target, GradientRequest wanted) {
    boolean add = wanted.parameters() == GradientRequest.Parameters.ADD;
    return add ? Ops.empty(target, target.shape()) : target;
  }

  private static void collect(INDArray gradient, INDArray target) {
    if (gradient != target) {
      target.addi(gradient);
    }
  }

  private int[] same(int weightFormat) {
    return integers(0, SAME, weightFormat);
  }

  private int[] integers(int padding, int mode, int weightFormat) {
    return new int[] {kernel, kernel, 2, 2, padding, padding, 1, 1, mode, NCHW, weightFormat};
  }

  /**
   * Which of ND4J's convolution operations are fast on the backend that is loaded. It is told by
   * the backend alone and never by a measurement: the choice changes rounding, and executors have
   * to agree.
   */
  enum Backend {
    /** oneDNN on CPUs: {@code deconv2d_bp} gives both gradients of a fractional stride at once. */
    ONEDNN,

    /** Elsewhere only {@code conv2d} and {@code conv2d_bp} have a fast form (cuDNN's, on GPUs). */
    PLAIN;

    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final Backend LOADED = choose();

    /** The one of this process. */
    static Backend loaded() {
      return LOADED;
    }

    private static Backend choose() {
      Backend chosen = Nd4j.getEnvironment().isCPU() ? ONEDNN : PLAIN;
      LOG.info(
          "gradients of fractional strides by {}, since the backend is {}",
          chosen == ONEDNN ? "deconv2d_bp" : "conv2d_bp and conv2d",
          Nd4j.getBackend().getClass().getSimpleName());
      return chosen;
    }
  }
}
