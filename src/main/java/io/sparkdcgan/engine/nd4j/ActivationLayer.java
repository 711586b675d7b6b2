package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** An activation, in place: no layer before it needs its own output to go back. */
record ActivationLayer(Activation function, Scratch scratch) implements Layer {
  @Override
  public INDArray train(INDArray input, Tape tape) {
    INDArray output = infer(input);
    tape.add(
        (gradient, wanted) -> {
          INDArray slope = scratch.like(output);
          function.derivative(output, slope);
          return gradient.muli(slope);
        });
    return output;
  }

  @Override
  public INDArray infer(INDArray input) {
    function.apply(input, scratch);
    return input;
  }
}
