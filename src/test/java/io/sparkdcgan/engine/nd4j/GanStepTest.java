package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.Augmentation;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.NetworkRates;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GanStepTest {
  private static final AdamConfig ADAM = new AdamConfig(2e-4, 0.5, 0.999, 1e-8);
  private static final GanNetworks NETWORKS = GanNetworks.of(Networks.small(Preset.PAPER, 16, 5));

  @ParameterizedTest
  @EnumSource(GeneratorLoss.class)
  void generatorStepLeavesTheDiscriminatorUntouchedToTheBit(GeneratorLoss loss) {
    GanState start = NETWORKS.initialState(1);
    GanState end = after(start, training(Schedule.ALTERNATE_BATCHES, loss), 0);
    assertEquals(start.discriminator(), end.discriminator());
    assertFalse(start.generator().equals(end.generator()));
    assertEquals(1, end.generator().updates());
  }

  @Test
  void discriminatorStepLeavesTheGeneratorUntouchedToTheBit() {
    GanState start = NETWORKS.initialState(1);
    GanState end =
        after(start, training(Schedule.ALTERNATE_BATCHES, GeneratorLoss.NON_SATURATING), 1);
    assertEquals(start.generator(), end.generator());
    assertFalse(start.discriminator().equals(end.discriminator()));
    assertEquals(1, end.discriminator().updates());
  }

  @Test
  void eachBatchTrainsBothNetworks() {
    GanState start = NETWORKS.initialState(1);
    GanState end = after(start, training(Schedule.EACH_BATCH, GeneratorLoss.NON_SATURATING), 0);
    assertEquals(1, end.discriminator().updates());
    assertEquals(1, end.generator().updates());
  }

  @Test
  void sameStepGivesTheSameBits() {
    TrainingConfig training = training(Schedule.EACH_BATCH, GeneratorLoss.NON_SATURATING);
    GanState start = NETWORKS.initialState(1);
    assertEquals(after(start, training, 0, 1, 2), after(start, training, 0, 1, 2));
  }

  @Test
  void nothingIsLeftOfWhatWasBeforeALoad() {
    TrainingConfig training = training(Schedule.EACH_BATCH, GeneratorLoss.NON_SATURATING);
    GanState start = NETWORKS.initialState(1);
    INDArray broken = Nd4j.valueArrayOf(new long[] {8, 3, 16, 16}, Float.NaN, DataType.FLOAT);
    try (GanStep step = new GanStep(NETWORKS, training, NETWORKS.initialState(2))) {
      step.advance(broken, latents(), 0);
      assertTrue(Float.isNaN(step.state(Progress.start()).discriminator().parameters()[0]));
      step.load(start);
      assertEquals(start, step.state(Progress.start()));
      step.advance(real(), latents(), 0);
      step.advance(real(), latents(), 1);
      assertEquals(after(start, training, 0, 1), step.state(Progress.start()));
    }
  }

  @Test
  void discriminatorLearnsToTellRealFromDrawn() {
    GanState start = NETWORKS.initialState(1);
    TrainingConfig training = training(Schedule.ALTERNATE_BATCHES, GeneratorLoss.NON_SATURATING);
    INDArray real = Nd4j.ones(DataType.FLOAT, 8, 3, 16, 16).muli(0.5);
    INDArray latents = latents();
    StepLosses losses = null;
    try (GanStep step = new GanStep(NETWORKS, training, start)) {
      for (int update = 0; update < 40; update++) {
        losses = step.advance(real, latents, 2L * update + 1);
      }
    }
    assertTrue(losses.judgedReal() > losses.judgedDrawn() + 0.5, losses.toString());
  }

  @Test
  void eachNetworkMovesAtItsOwnRate() {
    GanState start = NETWORKS.initialState(1);
    GanState slow = after(start, atRates(1e-3, 1e-3), 0);
    GanState fast = after(start, atRates(4e-3, 4e-3), 0);
    GanState both = after(start, atRates(1e-3, 4e-3), 0);
    // The discriminator's update is the fast one's; the generator's gradient comes after it.
    assertEquals(fast.discriminator(), both.discriminator());
    assertNotEquals(slow.discriminator(), both.discriminator());
    float[] begin = start.generator().parameters();
    float[] afterFast = fast.generator().parameters();
    float[] afterBoth = both.generator().parameters();
    for (int i = 0; i < begin.length; i += 97) {
      assertEquals((afterFast[i] - begin[i]) / 4, afterBoth[i] - begin[i], 2e-7);
    }
    assertFalse(Arrays.equals(begin, afterBoth));
  }

  private static TrainingConfig atRates(double generator, double discriminator) {
    return new TrainingConfig(
        1,
        8,
        Schedule.EACH_BATCH,
        GeneratorLoss.NON_SATURATING,
        TrainingConfig.Optimizer.ADAM,
        ADAM,
        0,
        new NetworkRates(generator, discriminator),
        Augmentation.NONE);
  }

  @Test
  void augmentationIsAFunctionOfTheImagesSeeds() {
    GanState start = NETWORKS.initialState(1);
    long[] seeds = {1, 2, 3, 4, 5, 6, 7, 8};
    GanState once = augmented(start, Augmentation.ALL, seeds, 0);
    assertEquals(once, augmented(start, Augmentation.ALL, seeds, 0));
    assertNotEquals(
        once, augmented(start, Augmentation.ALL, new long[] {9, 2, 3, 4, 5, 6, 7, 8}, 0));
    assertNotEquals(once, augmented(start, Augmentation.NONE, seeds, 0));
    // Each part reaches both networks, whichever of them learns.
    for (Augmentation one :
        List.of(
            new Augmentation(true, false, false),
            new Augmentation(false, true, false),
            new Augmentation(false, false, true))) {
      GanState changed = augmented(start, one, seeds, 0);
      GanState plain = augmented(start, Augmentation.NONE, seeds, 0);
      assertNotEquals(plain.discriminator(), changed.discriminator());
      assertNotEquals(plain.generator(), changed.generator());
    }
  }

  private static GanState augmented(
      GanState start, Augmentation augmentation, long[] seeds, long number) {
    TrainingConfig training =
        new TrainingConfig(
            1,
            8,
            Schedule.EACH_BATCH,
            GeneratorLoss.NON_SATURATING,
            TrainingConfig.Optimizer.ADAM,
            ADAM,
            0,
            new NetworkRates(2e-4, 2e-4),
            augmentation);
    try (GanStep step = new GanStep(NETWORKS, training, start)) {
      step.advance(real(), latents(), seeds, number);
      return step.state(Progress.start());
    }
  }

  @Test
  void adamAndL2FollowTheFormula() {
    INDArray parameters = Nd4j.createFromArray(1.0, -2.0);
    Optimizer.Adam optimizer =
        new Optimizer.Adam(
            new AdamConfig(0.1, 0.5, 0.9, 1e-8),
            0.01,
            Nd4j.createFromArray(0.2, 0.0),
            Nd4j.createFromArray(0.04, 0.0),
            1);
    optimizer.update(parameters, Nd4j.createFromArray(0.3, 0.5));

    double[] expected = new double[2];
    double[] start = {1, -2};
    double[] gradient = {0.3 + 0.01, 0.5 - 0.02};
    double[] first = {0.5 * 0.2 + 0.5 * gradient[0], 0.5 * gradient[1]};
    double[] second = {
      0.9 * 0.04 + 0.1 * gradient[0] * gradient[0], 0.1 * gradient[1] * gradient[1]
    };
    for (int i = 0; i < 2; i++) {
      // the second update: t = 2
      double rate = 0.1 * Math.sqrt(1 - 0.9 * 0.9) / (1 - 0.5 * 0.5);
      expected[i] = start[i] - rate * first[i] / (Math.sqrt(second[i]) + 1e-8);
    }
    assertArrayEquals(expected, parameters.toDoubleVector(), 1e-7);
    assertArrayEquals(first, optimizer.firstMoments().toDoubleVector(), 1e-7);
    assertArrayEquals(second, optimizer.secondMoments().toDoubleVector(), 1e-7);
    assertEquals(2, optimizer.updates());
  }

  @Test
  void plainGradientDescentFollowsTheFormula() {
    INDArray parameters = Nd4j.createFromArray(1.0, -2.0);
    Optimizer.Sgd optimizer = new Optimizer.Sgd(0.1, 0.01, 1);
    optimizer.update(parameters, Nd4j.createFromArray(0.3, 0.5));

    // 1 - 0.1 (0.3 + 0.01 * 1) and -2 - 0.1 (0.5 + 0.01 * -2)
    assertArrayEquals(new double[] {0.969, -2.048}, parameters.toDoubleVector(), 1e-12);
    NetworkState state = optimizer.state(new float[2], new float[0]);
    assertArrayEquals(new float[2], state.firstMoments());
    assertArrayEquals(new float[2], state.secondMoments());
    assertEquals(2, state.updates());
  }

  @Test
  void lossesStayFiniteWhereASigmoidRounds() {
    INDArray extreme = Nd4j.createFromArray(new float[] {-200, 200}).reshape(2, 1);
    LogitLoss.Evaluated real = LogitLoss.JUDGED_REAL.evaluate(extreme);
    assertEquals(100, real.loss(), 1e-9);
    assertArrayEquals(new float[] {-0.5f, 0}, real.gradient().reshape(2).toFloatVector(), 1e-9f);
    assertEquals(100, LogitLoss.JUDGED_DRAWN.evaluate(extreme).loss(), 1e-9);
    assertEquals(-100, LogitLoss.NOT_JUDGED_DRAWN.evaluate(extreme).loss(), 1e-9);
  }

  private static GanState after(GanState start, TrainingConfig training, long... steps) {
    try (GanStep step = new GanStep(NETWORKS, training, start)) {
      for (long number : steps) {
        step.advance(real(), latents(), number);
      }
      return step.state(Progress.start());
    }
  }

  private static INDArray real() {
    return Nd4j.linspace(DataType.FLOAT, -1, 2.0 / (8 * 3 * 256), 8 * 3 * 256)
        .reshape(8, 3, 16, 16);
  }

  private static INDArray latents() {
    return Nd4j.linspace(DataType.FLOAT, -1, 2.0 / 800, 800).reshape(8, 100);
  }

  private static TrainingConfig training(Schedule schedule, GeneratorLoss loss) {
    return new TrainingConfig(1, 8, schedule, loss, TrainingConfig.Optimizer.ADAM, ADAM, 1e-5);
  }
}
