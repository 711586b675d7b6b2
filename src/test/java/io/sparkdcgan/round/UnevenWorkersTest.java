package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.config.Minibatch;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A round of three workers, of one batch, of none and of five, against means taken by hand. */
class UnevenWorkersTest {
  private static final int BATCH = 4;
  private static final Minibatch MINIBATCH = new Minibatch(3 * BATCH, 3);
  private static final NetworkConfig NETWORK = Networks.small(Preset.PAPER, 16, 5);
  private static final GanNetworks NETWORKS = GanNetworks.of(NETWORK);
  private static final GanState START = NETWORKS.initialState(2);
  private static final EpochOrder ORDER = new EpochOrder(1, List.of(14, 20));
  private static final WorkerTask ONE_BATCH = task(0, 0, 1);
  private static final WorkerTask EMPTY = task(1, BATCH, 0);
  private static final WorkerTask FIVE_BATCHES = task(2, BATCH, 5);
  private static final WorkerTraining TRAINING =
      new WorkerTraining(
          NETWORK,
          new TrainingConfig(
              1,
              3 * BATCH,
              Schedule.EACH_BATCH,
              GeneratorLoss.NON_SATURATING,
              Optimizer.ADAM,
              new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
              1e-5),
          new ComputeConfig(1),
          1,
          new Nd4jEngine());

  @Test
  void everyWorkerWeighsAsMuchAsTheImagesItSaw() {
    GanState first = alone(ONE_BATCH);
    GanState second = alone(FIVE_BATCHES);
    RoundOutcome.Averaged averaged = together(List.of(ONE_BATCH, EMPTY, FIVE_BATCHES));

    assertEquals(6 * BATCH, averaged.images());
    for (Function<GanState, NetworkState> network : networks()) {
      NetworkState one = network.apply(first);
      NetworkState five = network.apply(second);
      NetworkState mean = network.apply(averaged.state());
      assertMean(one.parameters(), five.parameters(), mean.parameters());
      assertMean(one.firstMoments(), five.firstMoments(), mean.firstMoments());
      assertMean(one.secondMoments(), five.secondMoments(), mean.secondMoments());
      assertPooled(one.statistics(), five.statistics(), mean.statistics());
      assertEquals(5, mean.updates());
      assertNotEquals(one.parameters()[0], five.parameters()[0]);
    }
  }

  @Test
  void workerWithoutImagesChangesNoBit() {
    GanState with = together(List.of(ONE_BATCH, EMPTY, FIVE_BATCHES)).state();
    assertEquals(with, together(List.of(ONE_BATCH, FIVE_BATCHES)).state());
    assertEquals(START, alone(EMPTY));
  }

  private static List<Function<GanState, NetworkState>> networks() {
    return List.of(GanState::generator, GanState::discriminator);
  }

  /** To 1e-6 of the largest element: second moments are tiny. */
  private static void assertMean(float[] one, float[] five, float[] mean) {
    float[] expected = new float[one.length];
    float largest = 0;
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (float) ((one[i] + 5.0 * five[i]) / 6);
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertArrayEquals(expected, mean, 1e-6f * largest);
  }

  /** E[x] and E[x^2] - E[x]^2, with the images' share of each worker. */
  private static void assertPooled(float[] one, float[] five, float[] pooled) {
    int units = one.length / 2;
    for (int unit = 0; unit < units; unit++) {
      double mean = (one[unit] + 5.0 * five[unit]) / 6;
      double ofOne = one[units + unit] + (double) one[unit] * one[unit];
      double ofFive = five[units + unit] + (double) five[unit] * five[unit];
      assertEquals(mean, pooled[unit], 1e-6);
      assertEquals((ofOne + 5 * ofFive) / 6 - mean * mean, pooled[units + unit], 1e-6);
    }
  }

  private static GanState alone(WorkerTask task) {
    try (WorkerMemoryPool benches = new WorkerMemoryPool()) {
      return TRAINING.train(START, task, UnevenWorkersTest::shard, benches).state();
    }
  }

  private static RoundOutcome.Averaged together(List<WorkerTask> tasks) {
    Averaging averaging =
        new Averaging(SlicePlan.of(NETWORKS, Moments.AVERAGE, 100), AveragingConfig.plain(3, 5));
    RoundPlan plan = new RoundPlan(tasks, Progress.start(), 5, 6 * BATCH);
    try (Workers workers = new LocalWorkers(TRAINING, averaging, UnevenWorkersTest::shard)) {
      return assertInstanceOf(RoundOutcome.Averaged.class, workers.train(START, plan));
    }
  }

  private static WorkerTask task(int worker, long position, int batches) {
    long images = (long) batches * BATCH;
    return new WorkerTask(worker, 0, position, ORDER.spans(position, images), MINIBATCH);
  }

  private static ImageBlock shard(int index) {
    byte[] pixels = new byte[20 * ImageBlock.imageBytes(16)];
    RandomStream stream = RandomStream.of(index, "pixels");
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) stream.nextInt(256);
    }
    return new ImageBlock(16, new String[20], new String[20], pixels);
  }
}
