package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The autoencoder's gradients through corruption and dropout against finite differences. */
class DenoisingGradientTest {
  private static final int BATCH = 6;
  private static final double STEP = 1e-6;

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    NetworkLayout layout = CodeNetwork.layout();
    RandomStream chance = RandomStream.of(1, "values");
    INDArray target = random(chance, 0.5, BATCH, CodeNetwork.INPUTS);
    try (NetworkArithmetic network = new NetworkArithmetic(layout, DataType.DOUBLE)) {
      network.parameters().assign(random(chance, 0.1, layout.parameterCount()));
      network.statistics().addi(1);
      Tape tape = new Tape(noise());
      INDArray errors = network.train(target.dup(), tape).sub(target);
      tape.backward(errors.mul(2), GradientRequest.PARAMETERS);
      INDArray gradients = network.gradients().dup();

      for (String name : List.of("encode.W", "code-norm.gamma", "code-norm.beta", "decode.W")) {
        int largest = largest(gradients, layout.slot(name).offset(), layout.slot(name).length());
        double expected = difference(network, target, largest);
        assertTrue(Math.abs(expected) > 1e-3, name + " at " + largest + ": " + expected);
        assertEquals(expected, gradients.getDouble(largest), 1e-5 * Math.abs(expected), name);
      }
    }
  }

  @Test
  void aboutTheKeptShareStaysAndTheMeanWithIt() {
    INDArray ones = Nd4j.ones(DataType.FLOAT, 100, 1000);
    Tape tape = new Tape(noise());
    INDArray dropped = new ElementwiseLayer.Dropout(0.7).train(ones, tape);
    double kept = dropped.gt(0).castTo(DataType.FLOAT).meanNumber().doubleValue();
    // five deviations
    assertEquals(0.7, kept, 5 * Math.sqrt(0.7 * 0.3 / 100_000));
    assertEquals(1 / 0.7, dropped.maxNumber().doubleValue(), 1e-6);
    INDArray back = tape.backward(Nd4j.ones(DataType.FLOAT, 100, 1000), GradientRequest.INPUT);
    assertEquals(dropped, back);
  }

  private static double difference(NetworkArithmetic network, INDArray target, int at) {
    double value = network.parameters().getDouble(at);
    network.parameters().putScalar(at, value + STEP);
    double above = loss(network, target);
    network.parameters().putScalar(at, value - STEP);
    double below = loss(network, target);
    network.parameters().putScalar(at, value);
    return (above - below) / (2 * STEP);
  }

  private static double loss(NetworkArithmetic network, INDArray target) {
    INDArray errors = network.train(target.dup(), new Tape(noise())).sub(target);
    return errors.muli(errors).sumNumber().doubleValue();
  }

  private static RandomStream noise() {
    return RandomStream.of(1, "noise");
  }

  private static int largest(INDArray values, int from, int length) {
    int largest = from;
    for (int at = from; at < from + length; at++) {
      if (Math.abs(values.getDouble(at)) > Math.abs(values.getDouble(largest))) {
        largest = at;
      }
    }
    return largest;
  }

  private static INDArray random(RandomStream chance, double deviation, int... shape) {
    int length = 1;
    for (int dimension : shape) {
      length *= dimension;
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = deviation * chance.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(shape);
  }
}
