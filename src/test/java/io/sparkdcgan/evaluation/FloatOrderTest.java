package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.sparkdcgan.evaluation.SlicedDistance.FloatOrder;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FloatOrderTest {
  @Test
  void ordersAsJavaDoes() {
    RandomStream stream = RandomStream.of(1, "order");
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (stream.nextGaussian() * Math.pow(10, stream.nextInt(20) - 10));
    }
    values[17] = Float.NEGATIVE_INFINITY;
    values[18] = Float.POSITIVE_INFINITY;
    values[19] = -0f;
    values[20] = 0f;
    values[21] = Float.NaN;
    values[22] = values[23];
    values[24] = -Float.MIN_VALUE;
    values[25] = Float.MAX_VALUE;
    float[] expected = values.clone();
    Arrays.sort(expected);
    FloatOrder.sort(values);
    assertArrayEquals(expected, values);
  }

  @Test
  void fewAndNoneAreInOrderToo() {
    float[] one = {3};
    FloatOrder.sort(one);
    assertArrayEquals(new float[] {3}, one);
    float[] none = {};
    FloatOrder.sort(none);
    assertArrayEquals(new float[] {}, none);
  }
}
