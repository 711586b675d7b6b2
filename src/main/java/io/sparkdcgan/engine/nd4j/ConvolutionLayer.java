package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A strided convolution without a bias: [n, inputs, 2e, 2e] to [n, outputs, e, e].
 *
 * @param weights view of the parameters, [outputs, inputs, kernel, kernel]
 * @param gradients view of their gradients
 */
record ConvolutionLayer(ConvolutionGeometry geometry, INDArray weights, INDArray gradients)
    implements Layer {
  @Override
  public INDArray train(INDArray input, Tape tape) {
    tape.addTrainable((gradient, wanted) -> back(input, gradient, wanted));
    return infer(input);
  }

  @Override
  public INDArray infer(INDArray input) {
    return geometry.toSmall(input, weights);
  }

  private INDArray back(INDArray input, INDArray gradient, GradientRequest wanted) {
    if (!wanted.anyParameters()) {
      return geometry.toLarge(gradient, weights);
    }
    if (wanted.input()) {
      return geometry.toWeightsAndLarge(input, gradient, weights, gradients, wanted);
    }
    // What comes along here is cheaper than the input's gradient, and is not wanted either.
    geometry.toWeightsAndSmall(input, gradient, weights, gradients, wanted);
    return null;
  }
}
