package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.AdamConfig;
import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.config.AveragingConfig.Outer;
import io.sparkdcgan.config.ComputeConfig;
import io.sparkdcgan.config.DataConfig;
import io.sparkdcgan.config.DataConfig.Cache;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.LocalWorkers;
import io.sparkdcgan.round.OneStepExperiment;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.SlicePlan;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.round.Workers;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds on Spark against the same rounds in one thread. */
class SparkWorkersIT {
  private static final int ROUNDS = 2;
  private static final NetworkConfig NETWORK = Networks.small(Preset.PYTORCH, 16, 4);
  private static final TrainingConfig TRAINING =
      new TrainingConfig(
          ROUNDS,
          8,
          Schedule.EACH_BATCH,
          GeneratorLoss.NON_SATURATING,
          Optimizer.ADAM,
          new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
          1e-5);
  private static final AveragingConfig AVERAGING =
      new AveragingConfig(3, 2, Outer.AVERAGE, Moments.AVERAGE);
  private static final WorkerTraining WORKER =
      new WorkerTraining(NETWORK, TRAINING, new ComputeConfig(1), 1);

  @TempDir static Path folder;
  private static String shards;
  private static GanState expected;

  @BeforeAll
  static void trainInOneThread() throws Exception {
    shards = folder.resolve("shards").toString();
    try (JavaSparkContext spark = context("local[2]")) {
      new ImportJob(spark).run(new ImportConfig("toy:50", shards, 16, 1, 0, 12));
      TensorRdd tensors = TensorRdd.open(spark, shards);
      List<ImageBlock> blocks = tensors.shards().collect();
      expected = train(new LocalWorkers(WORKER, averaging(), blocks::get), tensors);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]", "local[4]"})
  void anyNumberOfCoresGivesTheBitsOfOneThread(String master) throws Exception {
    try (JavaSparkContext spark = context(master)) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      assertEquals(expected, train(workers(spark, tensors, Cache.MEMORY_AND_DISK), tensors));
    }
  }

  @Test
  void nothingIsHeldOnceTheWorkersAreClosed() throws Exception {
    try (JavaSparkContext spark = context("local[2]")) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      assertEquals(expected, train(workers(spark, tensors, Cache.MEMORY), tensors));
      assertTrue(spark.getPersistentRDDs().isEmpty());
    }
  }

  @Test
  void trainsWithoutACacheAsWell() throws Exception {
    try (JavaSparkContext spark = context("local[2]")) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      assertEquals(expected, train(workers(spark, tensors, Cache.NONE), tensors));
    }
  }

  /** As {@link OneStepExperiment} and its test say, but on Spark. */
  @ParameterizedTest
  @CsvSource({
    "ALTERNATE_BATCHES, 0.1, 0",
    "ALTERNATE_BATCHES, 0.1, 1",
    "EACH_BATCH, 1e-3, 0",
  })
  void plainStepOfFourWorkersEqualsOneWithAllTheirPictures(
      Schedule schedule, double rate, long number) throws Exception {
    var step = new OneStepExperiment(BatchNorm.NONE, Optimizer.SGD, schedule, rate, number);
    try (JavaSparkContext spark = context("local[2]")) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      EpochOrder order = order(tensors);
      DataConfig data = new DataConfig(shards, 16, Cache.MEMORY);
      OneStepExperiment.Crew crew =
          (training, averaging) -> new SparkWorkers(spark, tensors, data, training, averaging);
      step.assertEqual(step.after(1, order, crew), step.after(4, order, crew));
    }
  }

  private static EpochOrder order(TensorRdd tensors) {
    return new EpochOrder(1, tensors.manifest().shards().stream().map(Shard::images).toList());
  }

  private static GanState train(Workers workers, TensorRdd tensors) {
    EpochOrder order = order(tensors);
    GanState state = GanNetworks.of(NETWORK).initialState(1);
    try (workers) {
      for (int round = 0; round < ROUNDS; round++) {
        RoundPlan plan = RoundPlan.next(state.progress(), order, TRAINING, AVERAGING);
        RoundOutcome outcome = workers.train(state, plan);
        RoundOutcome.Averaged averaged = assertInstanceOf(RoundOutcome.Averaged.class, outcome);
        assertEquals(3 * 2 * 8, averaged.images());
        state = averaged.state();
      }
    }
    assertEquals(ROUNDS, state.progress().round());
    assertEquals(ROUNDS * 3 * 2 * 8, state.progress().imagesSeen());
    return state;
  }

  private static SparkWorkers workers(JavaSparkContext spark, TensorRdd tensors, Cache cache) {
    return new SparkWorkers(spark, tensors, new DataConfig(shards, 16, cache), WORKER, averaging());
  }

  private static Averaging averaging() {
    return new Averaging(SlicePlan.of(GanNetworks.of(NETWORK)), Moments.AVERAGE);
  }

  private static JavaSparkContext context(String master) {
    return JobContext.open(
        "test", new SparkConf(false).setMaster(master).set("spark.ui.enabled", "false"));
  }
}
