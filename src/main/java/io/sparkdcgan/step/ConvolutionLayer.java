package io.sparkdcgan.step;

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
    tape.addTrainable(
        (gradient, wanted) ->
            wanted.anyParameters()
                ? geometry.toWeights(input, gradient, weights, gradients, wanted)
                : geometry.toLarge(gradient, weights));
    return infer(input);
  }

  @Override
  public INDArray infer(INDArray input) {
    return geometry.toSmall(input, weights);
  }
}
