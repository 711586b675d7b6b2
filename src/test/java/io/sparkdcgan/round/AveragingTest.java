package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerSeconds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AveragingTest {
  private static final GanNetworks NETWORKS = GanNetworks.of(Networks.tiny(Preset.PAPER, 16, 5));
  private static final GanState START = NETWORKS.initialState(1);

  @Test
  void averageIsTheImageWeightedMeanOfEveryElement() {
    WorkerResult first = result(0, 30);
    WorkerResult second = result(1, 10);

    GanState average = average(List.of(first, second));

    float[] expected =
        weighted(first.state().generator(), second.state().generator(), NetworkState::parameters);
    assertArrayEquals(expected, average.generator().parameters(), 0);
    expected =
        weighted(
            first.state().discriminator(),
            second.state().discriminator(),
            NetworkState::firstMoments);
    assertArrayEquals(expected, average.discriminator().firstMoments(), 0);
    expected =
        weighted(
            first.state().discriminator(),
            second.state().discriminator(),
            NetworkState::secondMoments);
    assertArrayEquals(expected, average.discriminator().secondMoments(), 0);
    assertEquals(7, average.generator().updates());
  }

  @Test
  void statisticsArePooledByMoments() {
    WorkerResult first = result(0, 30);
    WorkerResult second = result(1, 10);
    float[] a = first.state().generator().statistics();
    float[] b = second.state().generator().statistics();
    int units = a.length / 2;

    float[] pooled = average(List.of(first, second)).generator().statistics();

    for (int unit = 0; unit < units; unit++) {
      double mean = 0.75 * a[unit] + 0.25 * b[unit];
      // var = mean(var_i + mean_i^2) - mean^2: the form of the textbook, ours is another
      double squares =
          0.75 * (a[units + unit] + (double) a[unit] * a[unit])
              + 0.25 * (b[units + unit] + (double) b[unit] * b[unit]);
      assertEquals(mean, pooled[unit], 1e-6);
      assertEquals(squares - mean * mean, pooled[units + unit], 1e-6);
    }
  }

  /** One worker saw 8 values of each unit, the other 40: as if one had seen all 48. */
  @Test
  void pooledStatisticsAreThoseOfAllValuesTakenTogether() {
    int units = NETWORKS.generatorLayout().statisticCount() / 2;
    float[] few = new float[2 * units];
    float[] many = new float[2 * units];
    double[] all = new double[2 * units];
    for (int unit = 0; unit < units; unit++) {
      double[] values = new double[48];
      RandomStream stream = RandomStream.of(unit, "values");
      Arrays.setAll(values, i -> stream.nextDouble(-1, 1) + (i < 8 ? 1 : 0));
      moments(Arrays.copyOf(values, 8), unit, (at, moment) -> few[at] = (float) moment, units);
      moments(
          Arrays.copyOfRange(values, 8, 48),
          unit,
          (at, moment) -> many[at] = (float) moment,
          units);
      moments(values, unit, (at, moment) -> all[at] = moment, units);
    }
    GanState pooled = average(List.of(withStatistics(0, 8, few), withStatistics(1, 40, many)));
    for (int i = 0; i < all.length; i++) {
      assertEquals(all[i], pooled.generator().statistics()[i], 1e-6, "element " + i);
    }
  }

  @Test
  void workerWithoutImagesHasNoWeight() {
    WorkerResult first = result(0, 30);
    WorkerResult idle = result(1, 0);
    WorkerResult third = result(2, 10);
    assertEquals(average(List.of(first, third)), average(List.of(first, idle, third)));
  }

  @Test
  void oneWorkersAverageIsItsResultToTheBit() {
    WorkerResult only = result(3, 77);
    GanState average = average(List.of(only));
    assertEquals(only.state().generator(), average.generator());
    assertEquals(only.state().discriminator(), average.discriminator());
  }

  @Test
  void averageDoesNotDependOnTheOrderOfArrival() {
    List<WorkerResult> results =
        new ArrayList<>(IntStream.range(0, 7).mapToObj(i -> result(i, 10 + i)).toList());
    GanState average = average(results);
    Collections.reverse(results);
    assertEquals(average, average(results));
    Collections.rotate(results, 3);
    assertEquals(average, average(results));
  }

  @Test
  void networksWithoutStatisticsAreAveragedToo() {
    GanNetworks plain = GanNetworks.of(Networks.with(BatchNorm.NONE, NETWORKS.config()));
    GanState state = plain.initialState(1);
    GanState average =
        new Joining(plain, AveragingConfig.plain(1, 1), state)
            .averaged(List.of(result(0, 30, state)))
            .state();
    assertEquals(state.generator(), average.generator());
    assertEquals(state.discriminator(), average.discriminator());
  }

  @Test
  void refusesToAverageNothing() {
    RoundOutcome outcome =
        new Joining(NETWORKS, AveragingConfig.plain(1, 1), START).of(List.of(result(0, 0)));
    assertEquals(new RoundOutcome.Diverged("no worker's result can be used", List.of()), outcome);
  }

  private interface Section {
    float[] of(NetworkState network);
  }

  /** Three quarters of the first, one of the second: weights 30 and 10. */
  private static float[] weighted(NetworkState first, NetworkState second, Section section) {
    float[] a = section.of(first);
    float[] b = section.of(second);
    float[] mean = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      mean[i] = (float) ((30.0 * a[i] + 10.0 * b[i]) / 40.0);
    }
    return mean;
  }

  private interface Target {
    void put(int at, double moment);
  }

  /** By the definition: the mean, and the mean of the squared distances from it. */
  private static void moments(double[] values, int unit, Target target, int units) {
    double mean = Arrays.stream(values).average().getAsDouble();
    target.put(unit, mean);
    double variance =
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().getAsDouble();
    target.put(units + unit, variance);
  }

  private static WorkerResult withStatistics(int worker, long images, float[] statistics) {
    WorkerResult result = result(worker, images);
    NetworkState network = result.state().generator();
    NetworkState generator =
        new NetworkState(
            network.parameters(),
            network.firstMoments(),
            network.secondMoments(),
            statistics,
            network.updates());
    GanState state = new GanState(generator, result.state().discriminator(), Progress.start());
    return result(worker, images, state);
  }

  private static GanState average(List<WorkerResult> results) {
    return new Joining(NETWORKS, AveragingConfig.plain(7, 1), START).averaged(results).state();
  }

  private static WorkerResult result(int worker, long images) {
    NetworkState generator = network(NETWORKS.generatorLayout(), worker);
    NetworkState discriminator = network(NETWORKS.discriminatorLayout(), worker + 100);
    return result(worker, images, new GanState(generator, discriminator, Progress.start()));
  }

  private static WorkerResult result(int worker, long images, GanState state) {
    return new WorkerResult(
        worker, state, images, new StepLosses(1, 2, 0.5, 0.5), new WorkerSeconds(0, 0, 0, 0, 0));
  }

  private static NetworkState network(NetworkLayout layout, int worker) {
    return new NetworkState(
        random(layout.parameterCount(), worker, "parameters"),
        random(layout.parameterCount(), worker, "first"),
        random(layout.parameterCount(), worker, "second"),
        random(layout.statisticCount(), worker, "statistics"),
        7);
  }

  private static float[] random(int length, int worker, String purpose) {
    RandomStream stream = RandomStream.of(worker, purpose);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) stream.nextDouble(0, 2);
    }
    return values;
  }
}
