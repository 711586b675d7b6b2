package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer with weights, and a bias that is added to each map or unit of its output.
 *
 * @param layer multiplies with the weights
 * @param biases view of the parameters, [maps]
 * @param gradients view of their gradients
 */
record BiasedLayer(WeightLayer layer, INDArray biases, INDArray gradients) implements Layer {
  @Override
  public INDArray train(INDArray input, Tape tape) {
    tape.addTrainable((gradient, wanted) -> back(input, gradient, wanted));
    return infer(input);
  }

  @Override
  public INDArray infer(INDArray input) {
    INDArray output = layer.infer(input);
    FeatureMaps.of(output).shift(output, biases);
    return output;
  }

  private INDArray back(INDArray input, INDArray gradient, GradientRequest wanted) {
    if (wanted.anyParameters()) {
      wanted.collect(gradients, FeatureMaps.of(gradient).sums(gradient));
    }
    return layer.back(input, gradient, wanted);
  }
}
