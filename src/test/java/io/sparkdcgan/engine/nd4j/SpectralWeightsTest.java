package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.engine.nd4j.SpectralWeights.Weights;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LargestSingularValue;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Training through spectral norm, against calculations by hand, differences and stock layers. */
class SpectralWeightsTest {
  private static final double STEP = 1e-7;
  private static final double TOLERANCE = 1e-5;

  @Test
  void aLayerOfTwoUnitsIsAsByHand() {
    TensorSlot weights = new TensorSlot("a.W", List.of(2L, 2L), 0);
    TensorSlot biases = new TensorSlot("a.b", List.of(2L), 4);
    NetworkLayout layout =
        new NetworkLayout(List.of(), List.of(weights, biases), List.of(), List.of(weights));
    try (NetworkArithmetic network = new NetworkArithmetic(layout, DataType.FLOAT);
        SpectralWeights spectral = new SpectralWeights(layout, network)) {
      spectral.load(new float[] {3, 0, 4, 5, 7, -8});
      // sigma = sqrt(45), u = (1, 3) / sqrt(10), v = W'u / sigma = (1, 1) / sqrt(2)
      double sigma = Math.sqrt(45);
      assertEquals(sigma, spectral.weights().get(0).norm(), 1e-5);
      assertArrayEquals(
          new double[] {3 / sigma, 0, 4 / sigma, 5 / sigma, 7, -8},
          network.parameters().toDoubleVector(),
          1e-6);
      network.gradients().assign(Nd4j.createFromArray(1f, 2f, 0f, -1f, 0.5f, 0.25f));
      spectral.pullBack();
      // G . W / sigma = -2 / sigma, and u v' = [[1, 1], [3, 3]] / sqrt(20)
      double along = -2 / sigma / Math.sqrt(20);
      assertArrayEquals(
          new double[] {
            (1 - along) / sigma,
            (2 - along) / sigma,
            -3 * along / sigma,
            (-1 - 3 * along) / sigma,
            0.5,
            0.25
          },
          network.gradients().toDoubleVector(),
          1e-6);
    }
  }

  /** Every parameter of the discriminator, by the raw weights; sigma has u and v as constants. */
  @ParameterizedTest
  @CsvSource({"PAPER,16,5,3", "PYTORCH,32,4,2", "PYTORCH,16,4,1"})
  void gradientsAgreeWithFiniteDifferences(Preset preset, int size, int kernel, int batch) {
    NetworkLayout layout =
        GanNetworks.of(Networks.spectral(Networks.tiny(preset, size, kernel)))
            .discriminatorLayout();
    try (NetworkArithmetic network = new NetworkArithmetic(layout, DataType.DOUBLE);
        SpectralWeights spectral = new SpectralWeights(layout, network)) {
      INDArray raw = spectral.values();
      fill(raw, 6, 0.1, 0.3);
      // Only one iteration: u and v are not those of sigma's maximum, where mistakes would hide.
      spectral.begin(noise(raw));
      INDArray real = random(1, batch, 3, size, size);
      INDArray drawn = random(2, batch, 3, size, size);

      Tape judgingReal = new Tape();
      INDArray logits = network.train(real, judgingReal);
      judgingReal.backward(
          LogitLoss.JUDGED_REAL.evaluate(logits).gradient(), GradientRequest.PARAMETERS);
      Tape judgingDrawn = new Tape();
      logits = network.train(drawn, judgingDrawn);
      judgingDrawn.backward(
          LogitLoss.JUDGED_DRAWN.evaluate(logits).gradient(), GradientRequest.MORE_PARAMETERS);
      spectral.pullBack();
      INDArray gradient = network.gradients().dup();

      double scale = gradient.amaxNumber().doubleValue();
      for (long i = 0; i < raw.length(); i++) {
        double at = raw.getDouble(i);
        double above = loss(network, layout, spectral, i, at + STEP, real, drawn);
        double below = loss(network, layout, spectral, i, at - STEP, real, drawn);
        raw.putScalar(i, at);
        double expected = (above - below) / (2 * STEP);
        assertEquals(expected, gradient.getDouble(i), TOLERANCE * scale, "element " + i);
      }
    }
  }

  /** The loss with one raw parameter moved, and the layers' weights divided here, by formula. */
  private static double loss(
      NetworkArithmetic network,
      NetworkLayout layout,
      SpectralWeights spectral,
      long element,
      double value,
      INDArray real,
      INDArray drawn) {
    spectral.values().putScalar(element, value);
    network.parameters().assign(spectral.values());
    for (int i = 0; i < layout.spectral().size(); i++) {
      Weights constants = spectral.weights().get(i);
      TensorSlot slot = layout.spectral().get(i);
      INDArray weights =
          network
              .parameters()
              .get(NDArrayIndex.interval(slot.offset(), slot.offset() + slot.length()));
      INDArray matrix = weights.reshape('c', slot.shape().get(0), -1);
      double sigma = constants.left().mmul(matrix).mmul(constants.right().transpose()).getDouble(0);
      weights.divi(sigma);
    }
    return LogitLoss.JUDGED_REAL.evaluate(network.train(real, new Tape())).loss()
        + LogitLoss.JUDGED_DRAWN.evaluate(network.train(drawn, new Tape())).loss();
  }

  /**
   * One iteration of the power method at each move stays below the singular value, a few hundredths
   * behind weights as fast as these, and reaches it once they rest.
   */
  @Test
  void sigmaFollowsTheWeightsWhileTheyMove() {
    GanNetworks networks = spectral(16, 4);
    float[] first = networks.initialState(1).discriminator().parameters();
    float[] last = after(networks, networks.initialState(1), 60).discriminator().parameters();
    NetworkLayout layout = networks.discriminatorLayout();
    try (NetworkArithmetic network = new NetworkArithmetic(layout, DataType.FLOAT);
        SpectralWeights spectral = new SpectralWeights(layout, network)) {
      spectral.load(first);
      INDArray begin = Nd4j.createFromArray(first);
      INDArray end = Nd4j.createFromArray(last);
      for (int step = 1; step <= 60; step++) {
        spectral.values().assign(begin.mul(1 - step / 60.0).add(end.mul(step / 60.0)));
        spectral.moved();
      }
      assertBehind(layout, last, spectral, 0.05);
      for (int rest = 0; rest < 400; rest++) {
        spectral.moved();
      }
      assertBehind(layout, last, spectral, 1e-3);
    }
  }

  private static void assertBehind(
      NetworkLayout layout, float[] parameters, SpectralWeights spectral, double share) {
    for (int i = 0; i < layout.spectral().size(); i++) {
      TensorSlot slot = layout.spectral().get(i);
      double exact = LargestSingularValue.of(slot, parameters).value();
      double behind = 1 - spectral.weights().get(i).norm() / exact;
      assertTrue(behind > -1e-5 && behind < share, slot.name() + " is behind by " + behind);
    }
  }

  @Test
  void whatIsExportedJudgesAsWhatTrainsOn() {
    GanNetworks networks = spectral(16, 4);
    GanState trained = after(networks, networks.initialState(1), 12);
    INDArray real = real();
    float[] raw = trained.discriminator().parameters();
    TensorSlot first = networks.discriminatorLayout().spectral().get(0);
    assertTrue(
        LargestSingularValue.of(first, raw).value() < 0.9,
        "weights that are of norm 1 prove nothing");

    INDArray stock = StockNetworks.discriminator(networks, trained).output(real);
    double judged;
    try (GanStep step = new GanStep(networks, training(), trained)) {
      judged = step.advance(real, latents(), 1).judgedReal();
    }
    assertEquals(stock.meanNumber().doubleValue(), judged, 1e-5);
    try (FrozenNetwork frozen = FrozenNetwork.discriminator(networks, trained.discriminator())) {
      float[] logits = frozen.outputs(real.dup('c').reshape(real.length()).toFloatVector());
      for (int i = 0; i < logits.length; i++) {
        assertEquals(stock.getDouble(i), 1 / (1 + Math.exp(-logits[i])), 1e-5);
      }
    }
  }

  @Test
  void nothingIsLeftOfWhatWasBeforeALoad() {
    GanNetworks networks = spectral(16, 4);
    GanState start = networks.initialState(1);
    INDArray broken = Nd4j.valueArrayOf(new long[] {8, 3, 16, 16}, Float.NaN, DataType.FLOAT);
    try (GanStep step = new GanStep(networks, training(), networks.initialState(2))) {
      step.advance(broken, latents(), 0);
      assertTrue(Float.isNaN(step.state(Progress.start()).discriminator().parameters()[0]));
      step.load(start);
      assertEquals(start, step.state(Progress.start()));
      step.advance(real(), latents(), 0);
      step.advance(real(), latents(), 1);
      assertEquals(after(networks, start, 2), step.state(Progress.start()));
    }
  }

  @Test
  void biasesLearnAndStatisticsAreTheGeneratorsAlone() {
    GanNetworks networks = spectral(16, 5);
    NetworkState discriminator = after(networks, networks.initialState(1), 3).discriminator();
    TensorSlot biases = networks.discriminatorLayout().slot("judge.b");
    assertEquals(0, networks.initialState(1).discriminator().parameters()[biases.offset()]);
    assertTrue(discriminator.parameters()[biases.offset()] != 0);
    assertEquals(0, discriminator.statistics().length);
    assertTrue(networks.generatorLayout().statisticCount() > 0);
  }

  private static GanNetworks spectral(int size, int kernel) {
    return GanNetworks.of(Networks.spectral(Networks.small(Preset.PYTORCH, size, kernel)));
  }

  private static GanState after(GanNetworks networks, GanState start, int steps) {
    try (GanStep step = new GanStep(networks, training(), start)) {
      for (int number = 0; number < steps; number++) {
        step.advance(real(), latents(), number);
      }
      return step.state(Progress.start());
    }
  }

  private static TrainingConfig training() {
    return new TrainingConfig(
        1,
        8,
        Schedule.EACH_BATCH,
        GeneratorLoss.NON_SATURATING,
        TrainingConfig.Optimizer.ADAM,
        new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
        0);
  }

  private static INDArray real() {
    return random(7, 8, 3, 16, 16).castTo(DataType.FLOAT);
  }

  private static INDArray latents() {
    return random(8, 8, 100).castTo(DataType.FLOAT);
  }

  /** Of the same length, and of no meaning. */
  private static float[] noise(INDArray like) {
    return random(9, like.length()).toFloatVector();
  }

  private static INDArray random(long seed, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    fill(array.reshape(array.length()), seed, 0, 1);
    return array;
  }

  private static void fill(INDArray flat, long seed, double mean, double deviation) {
    RandomStream stream = RandomStream.of(seed, "test");
    for (long i = 0; i < flat.length(); i++) {
      flat.putScalar(i, mean + deviation * stream.nextGaussian());
    }
  }
}
