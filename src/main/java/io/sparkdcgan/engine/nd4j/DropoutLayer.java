package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.random.RandomStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout (Srivastava et al. 2014), in place: sets numbers to zero by chance in training and scales
 * the others up, so that nothing is left to do outside of it. The chance is the tape's.
 *
 * @param kept the share of numbers that stays, above 0 and at most 1
 */
record DropoutLayer(double kept) implements Layer {
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
