package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;

/**
 * One round of one step on the same 64 images: by one worker, or by several with equal shares.
 *
 * @param step number of the step in the run: even ones train the generator, odd ones the
 *     discriminator, unless the schedule is for each batch
 */
public record OneStepExperiment(
    BatchNorm batchNorm, Optimizer optimizer, Schedule schedule, double rate, long step) {
  public static final int IMAGES = 64;

  /** Weights of 0.02 leave hardly a gradient without batch norm; these are five times as large. */
  private static final float GROWTH = 5;

  /** Makes the workers of a training. */
  public interface Crew {
    Workers of(WorkerTraining training, Averaging averaging);
  }

  public NetworkConfig network() {
    return Networks.with(batchNorm, Networks.small(Preset.PYTORCH, 16, 4));
  }

  /** Where the step begins: amid an epoch. */
  public GanState start() {
    GanState initial = GanNetworks.of(network()).initialState(3);
    return new GanState(
        grown(initial.generator()),
        grown(initial.discriminator()),
        new Progress(step, step, 37, 37));
  }

  /** The state after the step, by this many workers. */
  public GanState after(int workers, EpochOrder order, Crew crew) {
    TrainingConfig training =
        new TrainingConfig(
            1,
            IMAGES,
            schedule,
            GeneratorLoss.NON_SATURATING,
            optimizer,
            new AdamConfig(rate, 0.5, 0.999, 1e-8),
            1e-5);
    AveragingConfig averaging = AveragingConfig.plain(workers, 1);
    WorkerTraining worker =
        new WorkerTraining(
            network(), training, new ComputeConfig(1), order.seed(), new Nd4jEngine());
    Averaging joined = Averaging.of(GanNetworks.of(network()), averaging);
    GanState start = start();
    RoundPlan plan = RoundPlan.next(start.progress(), order, training, averaging);
    try (Workers several = crew.of(worker, joined)) {
      return assertInstanceOf(RoundOutcome.Averaged.class, several.train(start, plan)).state();
    }
  }

  /**
   * That both states are one but for rounding: to 1e-6 in every parameter and in each network's
   * norm, and to a hundredth of the way that the step took.
   */
  public void assertEqual(GanState expected, GanState actual) {
    assertEqual("generator", start().generator(), expected.generator(), actual.generator());
    assertEqual(
        "discriminator", start().discriminator(), expected.discriminator(), actual.discriminator());
  }

  private void assertEqual(
      String name, NetworkState start, NetworkState expected, NetworkState actual) {
    boolean trained =
        schedule == Schedule.EACH_BATCH || name.equals("generator") == (step % 2 == 0);
    double moved = distance(start, expected);
    double gap = distance(expected, actual);
    String what = "%s of %s: moved %s, gap %s".formatted(name, this, moved, gap);
    assertEquals(trained, moved > 1e-6, what);
    assertTrue(gap < 1e-6, what);
    assertTrue(gap <= moved / 100, what);
    assertTrue(largestGap(expected, actual) < 1e-6, what);
  }

  /** The Euclidean norm of the parameters' difference, relative to that of the expected ones. */
  public static double distance(NetworkState expected, NetworkState actual) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.parameters().length; i++) {
      double gap = (double) actual.parameters()[i] - expected.parameters()[i];
      difference += gap * gap;
      norm += (double) expected.parameters()[i] * expected.parameters()[i];
    }
    return Math.sqrt(difference / norm);
  }

  /** The largest difference of any parameter. */
  private static double largestGap(NetworkState expected, NetworkState actual) {
    double largest = 0;
    for (int i = 0; i < expected.parameters().length; i++) {
      double gap = (double) actual.parameters()[i] - expected.parameters()[i];
      largest = Math.max(largest, Math.abs(gap));
    }
    return largest;
  }

  private static NetworkState grown(NetworkState network) {
    float[] parameters = network.parameters().clone();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= GROWTH;
    }
    return new NetworkState(
        parameters, network.firstMoments(), network.secondMoments(), network.statistics(), 0);
  }
}
