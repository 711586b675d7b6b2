package io.sparkdcgan.engine.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's operations by name, outputs given: nothing is allocated that the caller did not see. */
final class Ops {
  private Ops() {}

  static void exec(String name, INDArray[] inputs, INDArray[] outputs, int... integers) {
    exec(name, inputs, outputs, new double[0], integers);
  }

  static void exec(
      String name, INDArray[] inputs, INDArray[] outputs, double[] floats, int... integers) {
    var op = DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(outputs);
    if (integers.length > 0) {
      op.addIntegerArguments(integers);
    }
    if (floats.length > 0) {
      Double[] boxed = new Double[floats.length];
      Arrays.setAll(boxed, i -> floats[i]);
      op.addFloatingPointArguments(boxed);
    }
    Nd4j.exec(op.build());
  }

  /** A new array of uninitialized elements, of the data type of {@code like}. */
  static INDArray empty(INDArray like, long... shape) {
    return Nd4j.createUninitialized(like.dataType(), shape, 'c');
  }
}
