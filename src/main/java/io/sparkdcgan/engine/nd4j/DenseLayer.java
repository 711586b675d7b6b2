package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = x W' without a bias: x [n, inputs], W [outputs, inputs], y [n, outputs].
 *
 * @param weights view of the parameters
 * @param gradients view of their gradients
 */
record DenseLayer(INDArray weights, INDArray gradients) implements Layer {
  @Override
  public INDArray train(INDArray input, Tape tape) {
    tape.addTrainable(
        (gradient, wanted) -> {
          switch (wanted.parameters()) {
            case NONE -> {}
            case WRITE -> MatrixProduct.FIRST_TRANSPOSED.write(gradient, input, gradients);
            case ADD -> MatrixProduct.FIRST_TRANSPOSED.add(gradient, input, gradients);
          }
          if (!wanted.input()) {
            return null;
          }
          INDArray inputGradient = Ops.empty(input, input.shape());
          MatrixProduct.PLAIN.write(gradient, weights, inputGradient);
          return inputGradient;
        });
    return infer(input);
  }

  @Override
  public INDArray infer(INDArray input) {
    INDArray output = Ops.empty(input, input.size(0), weights.size(0));
    MatrixProduct.SECOND_TRANSPOSED.write(input, weights, output);
    return output;
  }
}
