package io.sparkdcgan.engine.nd4j;

import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Units to feature maps or back; the elements stay where they are.
 *
 * @param shape of one example
 */
record ReshapeLayer(List<Long> shape) implements Layer {
  @Override
  public INDArray train(INDArray input, Tape tape) {
    long[] before = input.shape();
    tape.add((gradient, wanted) -> gradient.reshape('c', before));
    return infer(input);
  }

  @Override
  public INDArray infer(INDArray input) {
    LongStream after =
        LongStream.concat(LongStream.of(input.size(0)), shape.stream().mapToLong(Long::longValue));
    return input.reshape('c', after.toArray());
  }
}
