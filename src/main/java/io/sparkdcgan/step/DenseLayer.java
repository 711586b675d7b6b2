package io.sparkdcgan.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = x W' without a bias: x [n, inputs], W [outputs, inputs], y [n, outputs].
 *
 * @param weights view of the parameters
 * @param gradients view of their gradients
 */
record DenseLayer(INDArray weights, INDArray gradients) implements Layer {
  private static final int[] PLAIN = {0, 0, 0};
  private static final int[] SECOND_TRANSPOSED = {0, 1, 0};
  private static final int[] FIRST_TRANSPOSED = {1, 0, 0};

  @Override
  public INDArray train(INDArray input, Tape tape) {
    tape.addTrainable(
        (gradient, wanted) -> {
          if (wanted.anyParameters()) {
            double keep = wanted.parameters() == Wanted.Parameters.ADD ? 1 : 0;
            multiply(gradient, input, gradients, keep, FIRST_TRANSPOSED);
          }
          if (!wanted.input()) {
            return null;
          }
          INDArray inputGradient = Ops.empty(input, input.shape());
          multiply(gradient, weights, inputGradient, 0, PLAIN);
          return inputGradient;
        });
    return infer(input);
  }

  @Override
  public INDArray infer(INDArray input) {
    INDArray output = Ops.empty(input, input.size(0), weights.size(0));
    multiply(input, weights, output, 0, SECOND_TRANSPOSED);
    return output;
  }

  private static void multiply(
      INDArray left, INDArray right, INDArray product, double keep, int[] transposed) {
    Ops.exec(
        "matmul",
        new INDArray[] {left, right},
        new INDArray[] {product},
        new double[] {1, keep},
        transposed);
  }
}
