package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.config.AveragingConfig.OuterConfig;
import io.sparkdcgan.config.AveragingConfig.OuterConfig.Outer;
import io.sparkdcgan.config.AveragingConfig.Wire;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.RunConfig.DataConfig;
import io.sparkdcgan.config.RunConfig.DataConfig.Cache;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.BareSteps;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.LocalWorkers;
import io.sparkdcgan.round.OneStepExperiment;
import io.sparkdcgan.round.RoundAccount.RoundBytes;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.source.Source;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

/** Rounds on Spark against the same rounds in one thread. */
class SparkWorkersIT {
  private static final int ROUNDS = 2;
  private static final NetworkConfig NETWORK = Networks.small(Preset.PYTORCH, 16, 4);
  private static final TrainingConfig TRAINING =
      new TrainingConfig(
          ROUNDS,
          24,
          Schedule.EACH_BATCH,
          GeneratorLoss.NON_SATURATING,
          Optimizer.ADAM,
          new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
          1e-5);
  private static final AveragingConfig AVERAGING = AveragingConfig.plain(3, 2);
  private static final WorkerTraining WORKER =
      new WorkerTraining(NETWORK, TRAINING, new ComputeConfig(1), 1, new Nd4jEngine());

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

  @Test
  void oneWorkerIsTheBareLoopToTheBit() throws Exception {
    AveragingConfig alone = AveragingConfig.plain(1, 3);
    try (JavaSparkContext spark = context("local[2]")) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      GanState trained = train(workers(spark, tensors, alone), tensors, alone);
      GanState start = GanNetworks.of(NETWORK).initialState(1);
      GanState looped =
          BareSteps.after(
              ROUNDS * 3, start, order(tensors), tensors.shards().collect(), NETWORK, TRAINING);
      assertEquals(looped.generator(), trained.generator());
      assertEquals(looped.discriminator(), trained.discriminator());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyWayOfAveragingGivesTheBitsOfOneThread(Moments moments) throws Exception {
    AveragingConfig everything =
        new AveragingConfig(
            3,
            new LocalStepsConfig(2, 1, 1),
            new OuterConfig(Outer.NESTEROV, 0.7, 0.9),
            new OuterConfig(Outer.NESTEROV, 0.9, 0.5),
            moments,
            0.9,
            10,
            Wire.HALF);
    try (JavaSparkContext spark = context("local[2]")) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      List<ImageBlock> blocks = tensors.shards().collect();
      Averaging averaging = Averaging.of(GanNetworks.of(NETWORK), everything);
      GanState one = train(new LocalWorkers(WORKER, averaging, blocks::get), tensors, everything);
      assertEquals(one, train(workers(spark, tensors, everything), tensors, everything));
      assertEquals(one.generator().parameters().length, one.memory().generatorVelocity().length);
      assertNotEquals(one.generator(), one.drawingGenerator());
    }
  }

  @Test
  void spectralNormGivesTheBitsOfOneThreadToo() throws Exception {
    GanNetworks networks = GanNetworks.of(Networks.spectral(NETWORK));
    WorkerTraining worker =
        new WorkerTraining(
            networks.config(), TRAINING, WORKER.compute(), WORKER.seed(), WORKER.engine());
    Averaging averaging = Averaging.of(networks, AVERAGING);
    GanState start = networks.initialState(1);
    try (JavaSparkContext spark = context("local[2]")) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      List<ImageBlock> blocks = tensors.shards().collect();
      DataConfig data = new DataConfig(shards, 16, Cache.MEMORY);
      GanState one =
          train(start, new LocalWorkers(worker, averaging, blocks::get), tensors, AVERAGING);
      GanState many =
          train(
              start, new SparkWorkers(spark, tensors, data, worker, averaging), tensors, AVERAGING);
      assertEquals(one, many);
      assertNotEquals(start.discriminator(), one.discriminator());
    }
  }

  @Test
  void sparksOwnMetricsTellOfTheLastRound() throws Exception {
    try (JavaSparkContext spark = context("local[2]")) {
      TensorRdd tensors = TensorRdd.open(spark, shards);
      RoundPlan plan = RoundPlan.next(Progress.start(), order(tensors), TRAINING, AVERAGING);
      try (Workers workers = workers(spark, tensors, AVERAGING)) {
        RoundOutcome.Averaged averaged =
            assertInstanceOf(
                RoundOutcome.Averaged.class,
                workers.train(GanNetworks.of(NETWORK).initialState(1), plan));
        RoundBytes bytes = averaged.account().bytes();
        long state = averaging().slices().elements() * Float.BYTES;
        assertEquals(state, bytes.broadcast());
        assertTrue(bytes.shuffle() >= 3 * state && bytes.shuffle() < 3.2 * state, bytes.toString());
        assertTrue(bytes.collect() >= state && bytes.collect() < 1.2 * state, bytes.toString());
        assertEquals(48L * ImageBlock.imageBytes(16), bytes.train());
        averaged.seconds().byPhase().forEach((phase, seconds) -> assertTrue(seconds >= 0, phase));
        List<Source> sources =
            JavaConverters.seqAsJavaList(SparkEnv.get().metricsSystem().getSourcesByName("dcgan"));
        assertEquals(1, sources.size());
        MetricRegistry metrics = sources.get(0).metricRegistry();
        assertEquals(1L, metrics.getGauges().get("round").getValue());
        assertEquals(bytes.collect(), metrics.getGauges().get("bytes.collect").getValue());
        assertEquals(
            averaged.seconds().train(), metrics.getGauges().get("seconds.train").getValue());
      }
      assertTrue(SparkEnv.get().metricsSystem().getSourcesByName("dcgan").isEmpty());
    }
  }

  /** As {@link OneStepExperiment} and its test say, but on Spark. */
  @ParameterizedTest
  @CsvSource({
    "ALTERNATE_BATCHES, 0.1, 0",
    "ALTERNATE_BATCHES, 0.1, 1",
    "EACH_BATCH, 1e-3, 0",
  })
  void plainStepOfFourWorkersEqualsOneWithAllTheirImages(
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
    GanState state = train(workers, tensors, AVERAGING);
    assertEquals(ROUNDS, state.progress().round());
    assertEquals(ROUNDS * 3 * 2 * 8, state.progress().imagesSeen());
    return state;
  }

  private static GanState train(Workers workers, TensorRdd tensors, AveragingConfig averaging) {
    return train(GanNetworks.of(NETWORK).initialState(1), workers, tensors, averaging);
  }

  private static GanState train(
      GanState start, Workers workers, TensorRdd tensors, AveragingConfig averaging) {
    EpochOrder order = order(tensors);
    GanState state = start;
    try (workers) {
      for (int round = 0; round < ROUNDS; round++) {
        RoundPlan plan = RoundPlan.next(state.progress(), order, TRAINING, averaging);
        RoundOutcome outcome = workers.train(state, plan);
        RoundOutcome.Averaged averaged = assertInstanceOf(RoundOutcome.Averaged.class, outcome);
        assertEquals(plan.images(), averaged.images());
        state = averaged.state();
      }
    }
    return state;
  }

  private static SparkWorkers workers(
      JavaSparkContext spark, TensorRdd tensors, AveragingConfig averaging) {
    return new SparkWorkers(
        spark,
        tensors,
        new DataConfig(shards, 16, Cache.MEMORY),
        WORKER,
        Averaging.of(GanNetworks.of(NETWORK), averaging));
  }

  private static SparkWorkers workers(JavaSparkContext spark, TensorRdd tensors, Cache cache) {
    return new SparkWorkers(spark, tensors, new DataConfig(shards, 16, cache), WORKER, averaging());
  }

  private static Averaging averaging() {
    return Averaging.of(GanNetworks.of(NETWORK), AVERAGING);
  }

  private static JavaSparkContext context(String master) {
    return JobContext.open(
        "test", new SparkConf(false).setMaster(master).set("spark.ui.enabled", "false"));
  }
}
