package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What is copied is copied to the bit, and only where it fits. */
class FloatCopyTest {
  @Test
  void everyBitComesBack() {
    float[] values = {0f, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 1 / 3f};
    INDArray array = Nd4j.create(DataType.FLOAT, values.length);
    FloatCopy.into(array, values);
    assertEquals(1 / 3f, array.getFloat(5));
    assertArrayEquals(values, FloatCopy.of(array));
    array.putScalar(5, 2);
    assertEquals(2, FloatCopy.of(array)[5]);
    assertEquals(1 / 3f, values[5]);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    INDArray four = Nd4j.create(DataType.FLOAT, 4);
    for (INDArray unfit :
        new INDArray[] {
          Nd4j.create(DataType.FLOAT, 2),
          Nd4j.create(DataType.DOUBLE, 3),
          four.get(NDArrayIndex.interval(1, 4))
        }) {
      assertThrows(IllegalArgumentException.class, () -> FloatCopy.into(unfit, new float[3]));
    }
    assertThrows(
        IllegalArgumentException.class, () -> FloatCopy.of(Nd4j.create(DataType.DOUBLE, 3)));
  }
}
