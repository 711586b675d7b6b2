package io.sparkdcgan.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An activation, in place: every derivative here can be told from the output, and no layer before
 * it needs its own output to go back.
 */
enum ActivationLayer implements Layer {
  RELU {
    @Override
    public INDArray infer(INDArray input) {
      return Nd4j.exec(new RectifiedLinear(input, input));
    }

    @Override
    INDArray back(INDArray output, INDArray gradient) {
      Ops.exec(
          "relu_bp",
          new INDArray[] {output, gradient},
          new INDArray[] {gradient},
          new double[] {0});
      return gradient;
    }
  },

  /** Slope 0.2 below 0 (Radford et al. 2015, section 4). */
  LEAKY_RELU {
    @Override
    public INDArray infer(INDArray input) {
      return Nd4j.exec(new LeakyReLU(input, input, LEAK));
    }

    @Override
    INDArray back(INDArray output, INDArray gradient) {
      Ops.exec(
          "lrelu_bp",
          new INDArray[] {output, gradient},
          new INDArray[] {gradient},
          new double[] {LEAK});
      return gradient;
    }
  },

  TANH {
    @Override
    public INDArray infer(INDArray input) {
      return Nd4j.exec(new Tanh(input, input));
    }

    /** tanh' = 1 - tanh^2. */
    @Override
    INDArray back(INDArray output, INDArray gradient) {
      return gradient.muli(output.mul(output).rsubi(1));
    }
  };

  static final double LEAK = 0.2;

  /** The gradient by the input, in place of the gradient by the output. */
  abstract INDArray back(INDArray output, INDArray gradient);

  @Override
  public INDArray train(INDArray input, Tape tape) {
    INDArray output = infer(input);
    tape.add((gradient, wanted) -> back(output, gradient));
    return output;
  }
}
