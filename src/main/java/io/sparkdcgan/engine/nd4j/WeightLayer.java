package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Ops.MatrixProduct;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers that multiply weights with their input, which they keep. What is added to the output is
 * {@link BiasedLayer}'s.
 */
sealed interface WeightLayer extends Layer {

  /** The way back through a pass with this input, as {@link Tape.Backward} says. */
  INDArray back(INDArray input, INDArray gradient, GradientRequest wanted);

  @Override
  default INDArray train(INDArray input, Tape tape) {
    tape.addTrainable((gradient, wanted) -> back(input, gradient, wanted));
    return infer(input);
  }

  /**
   * y = x W': x [n, inputs], W [outputs, inputs], y [n, outputs].
   *
   * @param weights view of the parameters
   * @param gradients view of their gradients
   */
  record Dense(INDArray weights, INDArray gradients) implements WeightLayer {
    @Override
    public INDArray infer(INDArray input) {
      INDArray output = Ops.empty(input, input.size(0), weights.size(0));
      MatrixProduct.SECOND_TRANSPOSED.write(input, weights, output);
      return output;
    }

    @Override
    public INDArray back(INDArray input, INDArray gradient, GradientRequest wanted) {
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
    }
  }

  /**
   * A strided convolution: [n, inputs, 2e, 2e] to [n, outputs, e, e].
   *
   * @param weights view of the parameters, [outputs, inputs, kernel, kernel]
   * @param gradients view of their gradients
   */
  record Convolution(ConvolutionGeometry geometry, INDArray weights, INDArray gradients)
      implements WeightLayer {
    @Override
    public INDArray infer(INDArray input) {
      return geometry.toSmall(input, weights);
    }

    @Override
    public INDArray back(INDArray input, INDArray gradient, GradientRequest wanted) {
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

  /**
   * A fractionally-strided convolution: [n, inputs, e, e] to [n, outputs, 2e, 2e].
   *
   * @param weights view of the parameters, [inputs, outputs, kernel, kernel]
   * @param gradients view of their gradients
   */
  record Deconvolution(ConvolutionGeometry geometry, INDArray weights, INDArray gradients)
      implements WeightLayer {
    @Override
    public INDArray back(INDArray input, INDArray gradient, GradientRequest wanted) {
      return wanted.anyParameters()
          ? geometry.toWeightsAndSmall(gradient, input, weights, gradients, wanted)
          : geometry.toSmall(gradient, weights);
    }

    @Override
    public INDArray infer(INDArray input) {
      return geometry.toLarge(input, weights);
    }
  }
}
