package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fractionally-strided convolution without a bias: [n, inputs, e, e] to [n, outputs, 2e, 2e].
 *
 * @param weights view of the parameters, [inputs, outputs, kernel, kernel]
 * @param gradients view of their gradients
 */
record UpConvolutionLayer(ConvolutionGeometry geometry, INDArray weights, INDArray gradients)
    implements Layer {
  @Override
  public INDArray train(INDArray input, Tape tape) {
    tape.addTrainable(
        (gradient, wanted) ->
            wanted.anyParameters()
                ? geometry.toWeightsAndSmall(gradient, input, weights, gradients, wanted)
                : geometry.toSmall(gradient, weights));
    return infer(input);
  }

  @Override
  public INDArray infer(INDArray input) {
    return geometry.toLarge(input, weights);
  }
}
