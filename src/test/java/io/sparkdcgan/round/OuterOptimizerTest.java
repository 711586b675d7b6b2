package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.AveragingConfig.MeanStart;
import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.config.AveragingConfig.OuterConfig;
import io.sparkdcgan.config.AveragingConfig.OuterConfig.Outer;
import io.sparkdcgan.config.AveragingConfig.Wire;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerSeconds;
import io.sparkdcgan.round.OuterStep.MeanOverRounds;
import io.sparkdcgan.round.StateSlice.SliceValues.Fp16Delta;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done with an average, and how its parts travel. */
class OuterOptimizerTest {
  private static final GanNetworks NETWORKS = GanNetworks.of(Networks.tiny(Preset.PAPER, 16, 5));
  private static final GanState START = NETWORKS.initialState(1);
  private static final OuterConfig AVERAGE = new OuterConfig(Outer.AVERAGE, 0.7, 0.9);
  private static final OuterConfig NESTEROV = new OuterConfig(Outer.NESTEROV, 0.5, 0.8);

  @Test
  void nesterovIsWhatIsCalculatedByHand() {
    OuterStep step = new OuterStep(NESTEROV);
    // d = 1 - 0.6 = 0.4; v = 0.4; p = 1 - 0.5 (0.4 + 0.8 * 0.4) = 0.64
    OuterStep.Result first = step.from(new float[] {1}, new float[] {0.6f}, new float[0]);
    assertEquals(0.64f, first.parameters()[0], 1e-7);
    assertEquals(0.4f, first.velocity()[0], 1e-7);
    // d = 0.64 - 0.44 = 0.2; v = 0.8 * 0.4 + 0.2 = 0.52; p = 0.64 - 0.5 (0.2 + 0.8 * 0.52) = 0.332
    OuterStep.Result second = step.from(first.parameters(), new float[] {0.44f}, first.velocity());
    assertEquals(0.332f, second.parameters()[0], 1e-7);
    assertEquals(0.52f, second.velocity()[0], 1e-7);
  }

  @Test
  void eachNetworkMayHaveAnOuterOptimizerOfItsOwn() {
    GanState end = moved(START, 0.01);
    GanState next = averaged(config(AVERAGE, NESTEROV, Moments.AVERAGE, 0, Wire.FULL), START, end);
    assertEquals(end.generator(), next.generator());
    assertNotEquals(end.discriminator(), next.discriminator());
    assertEquals(0, next.memory().generatorVelocity().length);
    float[] expected = new float[next.discriminator().parameters().length];
    for (int i = 0; i < expected.length; i++) {
      double before = START.discriminator().parameters()[i];
      double gradient = before - end.discriminator().parameters()[i];
      expected[i] = (float) (before - 0.5 * (gradient + 0.8 * gradient));
    }
    assertArrayEquals(expected, next.discriminator().parameters(), 1e-7f);
    assertArrayEquals(end.discriminator().firstMoments(), next.discriminator().firstMoments(), 0);
  }

  @Test
  void momentsThatAreResetDoNotTravelAndAdamStartsAnew() {
    AveragingConfig reset = config(AVERAGE, AVERAGE, Moments.RESET, 0, Wire.FULL);
    GanState end = moved(START, 0.01);
    GanState next = averaged(reset, START, end);
    assertArrayEquals(end.generator().parameters(), next.generator().parameters(), 0);
    assertArrayEquals(
        new float[end.generator().parameters().length], next.generator().secondMoments(), 0);
    assertEquals(0, next.generator().updates());
    long all = SlicePlan.of(NETWORKS, Moments.AVERAGE).elements();
    long parameters =
        NETWORKS.generatorLayout().parameterCount()
            + (long) NETWORKS.discriminatorLayout().parameterCount();
    assertEquals(all - 2 * parameters, SlicePlan.of(NETWORKS, Moments.RESET).elements());
  }

  @Test
  void theGeneratorsMeanForgetsAsItsDecaySaysAndNeverKnewTheFirstNoise() {
    AveragingConfig config = config(AVERAGE, AVERAGE, Moments.AVERAGE, 0.6, Wire.FULL);
    GanState first = averaged(config, START, moved(START, 0.01));
    assertEquals(first.generator(), first.drawingGenerator());
    GanState second = averaged(config, first, moved(first, 0.02));
    GanState third = averaged(config, second, moved(second, 0.03));
    float[] a = first.generator().parameters();
    float[] b = second.generator().parameters();
    float[] c = third.generator().parameters();
    // half and half after two rounds; then 0.6 of that is kept, for 2/3 would be more
    assertEquals(
        0.3 * a[7] + 0.3 * b[7] + 0.4 * c[7], third.drawingGenerator().parameters()[7], 1e-7);
    float[] statistics = third.generator().statistics();
    assertNotEquals(statistics[0], third.drawingGenerator().statistics()[0]);
  }

  @Test
  void aYoungMeanOfTheLastRoundsKeepsNoMoreThanItsAgeAllows() {
    MeanOverRounds mean = new MeanOverRounds(0.99, MeanStart.RECENT);
    float[] first = mean.after(1, new float[0], new float[] {-1});
    assertArrayEquals(new float[] {-1}, first);
    // 2/11, 3/12, 4/13 of it stay
    float[] value = {0};
    assertEquals(-2 / 11f, mean.after(2, first, value)[0], 1e-7f);
    float[] flowing = first;
    for (int round = 2; round <= 10; round++) {
      flowing = mean.after(round, flowing, value);
    }
    // what ten rounds keep of the first: 2/11 3/12 ... 10/19 = 10! 10! / 19! = 10 / 92378
    assertEquals(-10 / 92378.0, flowing[0], 1e-9);
    // and at last as its decay says: 891 / 900 = 0.99
    assertEquals(-0.99f, mean.after(5000, first, value)[0], 1e-7f);
    assertEquals(-890 / 899f, mean.after(890, first, value)[0], 1e-7f);
    assertArrayEquals(new float[0], new MeanOverRounds(0, MeanStart.RECENT).after(9, first, value));
  }

  @Test
  void halfPrecisionRoundsTheChangeOfTheParametersAndNothingElse() {
    AveragingConfig half = config(AVERAGE, AVERAGE, Moments.AVERAGE, 0, Wire.HALF);
    GanState end = moved(START, 0.01);
    RoundOutcome.Averaged averaged =
        new Joining(NETWORKS, half, START).averaged(List.of(result(0, end)));
    NetworkState before = START.generator();
    NetworkState after = averaged.state().generator();
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < after.parameters().length; i++) {
      double change = (double) end.generator().parameters()[i] - before.parameters()[i];
      double error = (double) after.parameters()[i] - end.generator().parameters()[i];
      squares += change * change;
      errors += error * error;
    }
    assertTrue(errors > 0, "it is rounded");
    assertEquals(Math.sqrt(errors / squares), averaged.wireError(), 1e-4);
    assertTrue(averaged.wireError() < 0x1p-11, "11 bits are kept: " + averaged.wireError());
    assertArrayEquals(end.generator().firstMoments(), after.firstMoments(), 0);
    assertArrayEquals(end.generator().statistics(), after.statistics(), 0);
  }

  @Test
  void halfPrecisionKeepsSmallChangesBesideLargeOnes() {
    float[] before = {0, 1, -1, 0, 0};
    float[] after = {1e-3f, 1, -1, -1e-7f, 1e-20f};
    float[] restored = Fp16Delta.between(before, after, 0, 5).restored(() -> before, 0);
    assertEquals(1e-3f, restored[0], 1e-3f * 0x1p-11f);
    assertEquals(1, restored[1]);
    assertEquals(-1e-7f, restored[3], 1e-3f * 0x1p-25f);
    assertEquals(0, restored[4]);
    float[] still = Fp16Delta.between(before, before, 1, 3).restored(() -> before, 1);
    assertArrayEquals(new float[] {1, -1}, still);
  }

  @Test
  void localStepsDoubleUntilTheyAreAsManyAsAsked() {
    LocalStepsConfig steps = new LocalStepsConfig(10, 2, 3);
    int[] expected = {2, 2, 2, 4, 4, 4, 8, 8, 8, 10, 10};
    for (int round = 0; round < expected.length; round++) {
      assertEquals(expected[round], steps.of(round), "round " + round);
    }
    assertEquals(10, steps.of(Long.MAX_VALUE));
    assertEquals(7, LocalStepsConfig.constant(7).of(0));
  }

  private static AveragingConfig config(
      OuterConfig generator, OuterConfig discriminator, Moments moments, double ema, Wire wire) {
    return new AveragingConfig(
        1, LocalStepsConfig.constant(1), generator, discriminator, moments, ema, 10, wire);
  }

  private static GanState averaged(AveragingConfig config, GanState start, GanState end) {
    return new Joining(NETWORKS, config, start).averaged(List.of(result(0, end))).state();
  }

  private static WorkerResult result(int worker, GanState end) {
    return new WorkerResult(
        worker, end, 8, new StepLosses(1, 2, 0.5, 0.5), new WorkerSeconds(0, 0, 0, 0, 0));
  }

  private static GanState moved(GanState start, double distance) {
    return new GanState(
        moved(start.generator(), distance),
        moved(start.discriminator(), distance),
        start.progress());
  }

  private static NetworkState moved(NetworkState start, double distance) {
    RandomStream noise = RandomStream.of(3, "moves");
    float[][] arrays = {
      start.parameters().clone(),
      start.firstMoments().clone(),
      start.secondMoments().clone(),
      start.statistics().clone()
    };
    for (float[] array : arrays) {
      for (int i = 0; i < array.length; i++) {
        array[i] += (float) (distance * noise.nextGaussian());
      }
    }
    return new NetworkState(arrays[0], arrays[1], arrays[2], arrays[3], start.updates() + 1);
  }
}
