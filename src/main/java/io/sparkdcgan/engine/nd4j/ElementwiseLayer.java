package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.LayerSpec;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.LeakyReLUDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** Layers without parameters that take each element by itself and overwrite it. */
sealed interface ElementwiseLayer extends Layer {

  /**
   * An activation: no layer before it needs its own output to go back. Every derivative here can be
   * told from the output. ND4J's own {@code LeakyReLU}, {@code lrelu_bp} and {@code relu_bp} take
   * up to twenty times as long as what stands here.
   */
  record Activation(LayerSpec.Function function, Scratch scratch) implements ElementwiseLayer {
    @Override
    public INDArray train(INDArray input, Tape tape) {
      INDArray output = infer(input);
      tape.add(
          (gradient, wanted) -> {
            INDArray slope = scratch.like(output);
            derivative(output, slope);
            return gradient.muli(slope);
          });
      return output;
    }

    @Override
    public INDArray infer(INDArray input) {
      switch (function) {
        case RELU -> Nd4j.exec(new RectifiedLinear(input, input));
        case LEAKY_RELU -> {
          // The larger of x and 0.2 x.
          INDArray leaked = scratch.like(input);
          Nd4j.exec(new ScalarMultiplication(input, null, leaked, LayerSpec.LEAK));
          Ops.exec("maximum", new INDArray[] {input, leaked}, new INDArray[] {input});
        }
        case TANH -> Nd4j.exec(new Tanh(input, input));
      }
      return input;
    }

    /** Writes the derivative at the place where the function has this output. */
    private void derivative(INDArray output, INDArray target) {
      switch (function) {
        case RELU -> Nd4j.exec(new Step(output, target, 0));
        case LEAKY_RELU -> Nd4j.exec(new LeakyReLUDerivative(output, target, LayerSpec.LEAK));
        case TANH -> {
          // tanh' = 1 - tanh^2
          Ops.exec("multiply", new INDArray[] {output, output}, new INDArray[] {target});
          target.rsubi(1);
        }
      }
    }
  }

  /**
   * Dropout (Srivastava et al. 2014): sets numbers to zero by chance in training and scales the
   * others up, so that nothing is left to do outside of it. The chance is the tape's.
   *
   * @param kept the share of numbers that stays, above 0 and at most 1
   */
  record Dropout(double kept) implements ElementwiseLayer {
    private static final int DRAWN_BITS = 16;

    @Override
    public INDArray train(INDArray input, Tape tape) {
      float[] values = mask(Math.toIntExact(input.length()), tape.noise());
      INDArray mask = Nd4j.create(values, input.shape(), 'c').castTo(input.dataType());
      tape.add((gradient, wanted) -> gradient.muli(mask));
      return input.muli(mask);
    }

    @Override
    public INDArray infer(INDArray input) {
      return input;
    }

    @Override
    public INDArray trace(INDArray input, Tape tape) {
      return infer(input);
    }

    /** Four decisions from each number of the stream: a mask is as long as a batch. */
    private float[] mask(int length, RandomStream noise) {
      long bound = Math.round(kept * (1 << DRAWN_BITS));
      float scale = (float) (1 / kept);
      float[] mask = new float[length];
      long bits = 0;
      for (int i = 0; i < length; i++) {
        bits = i % (Long.SIZE / DRAWN_BITS) == 0 ? noise.nextLong() : bits >>> DRAWN_BITS;
        mask[i] = (bits & 0xFFFF) < bound ? scale : 0;
      }
      return mask;
    }
  }

  /**
   * Units to feature maps or back; the elements stay where they are.
   *
   * @param shape of one example
   */
  record Reshape(List<Long> shape) implements ElementwiseLayer {
    @Override
    public INDArray train(INDArray input, Tape tape) {
      long[] before = input.shape();
      tape.add((gradient, wanted) -> gradient.reshape('c', before));
      return infer(input);
    }

    @Override
    public INDArray infer(INDArray input) {
      LongStream one = shape.stream().mapToLong(Long::longValue);
      return input.reshape('c', LongStream.concat(LongStream.of(input.size(0)), one).toArray());
    }
  }
}
