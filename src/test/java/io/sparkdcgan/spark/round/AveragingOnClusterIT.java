package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.SharedServers;
import io.sparkdcgan.cluster.SharedServers.Apart;
import io.sparkdcgan.cluster.StandaloneCluster;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One run, of four workers that take their time, ten times: on threads of this process and on
 * executors of a real cluster, where Spark starts copies of slow tasks. Whatever happens on the
 * way, the snapshot at the end has one digest, that of the same run in one thread.
 */
@Tag("endurance")
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AveragingOnClusterIT {
  private static final int STALL_MILLIS = 20_000;
  private static final RunConfig CONFIG =
      TinyRuns.config(
          3, "averaging.workers=4", "artifacts.snapshot-every=3", "artifacts.grid-every=3");

  @TempDir private static Path folder;
  private StandaloneCluster cluster;
  private String shards;
  private String digest;

  @BeforeAll
  void trainInOneThread(@Apart StandaloneCluster apart) throws Exception {
    cluster = apart;
    shards = folder.resolve("shards").toString();
    try (JavaSparkContext spark = JobContext.open("import", conf().setMaster("local[2]"))) {
      new ImportJob(spark).run(new ImportConfig("toy:50", shards, 16, 1, 0, 12));
      TensorRdd tensors = TensorRdd.open(spark, shards);
      List<ImageBlock> blocks = tensors.shards().collect();
      Workers workers = TinyRuns.workers(CONFIG, TinyRuns.training(CONFIG), blocks::get);
      try (workers) {
        digest = train("one-thread", tensors, workers);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 2"})
  void threadsGiveTheDigestOfOne(int threads, int runs) throws Exception {
    SparkConf conf = conf().setMaster("local[%s]".formatted(threads));
    try (JavaSparkContext spark = JobContext.open("threads", conf)) {
      for (int run = 1; run <= runs; run++) {
        assertEquals(digest, train("threads-%s-%s".formatted(threads, run), spark, 0));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 2"})
  void executorsGiveTheDigestOfOneThreadThoughTasksHaveCopies(int executors, int runs)
      throws Exception {
    boolean copies = executors > 1;
    try (JavaSparkContext spark = JobContext.open("executors", onCluster(executors))) {
      TaskWitness witness = new TaskWitness();
      spark.sc().addSparkListener(witness);
      for (int run = 1; run <= runs; run++) {
        String name = "executors-%s-%s".formatted(executors, run);
        assertEquals(digest, train(name, spark, copies ? STALL_MILLIS : 0));
      }
      witness.awaitAll(spark);
      assertEquals(executors, witness.executors().size(), "executors that computed something");
      if (copies) {
        // A copy for each stalled attempt at least; the other's sleep would have been longer.
        assertTrue(witness.copies() >= runs, witness.copies() + " copies");
        assertTrue(witness.copiesThatWon() >= runs, witness.copiesThatWon() + " copies won");
      } else {
        assertEquals(0, witness.copies(), "there is no second host for a copy");
      }
    }
  }

  private String train(String name, JavaSparkContext spark, int stallMillis) throws Exception {
    TensorRdd tensors = TensorRdd.open(spark, shards);
    DelayedTraining training = new DelayedTraining(TinyRuns.training(CONFIG), stallMillis);
    try (SparkWorkers workers =
        new SparkWorkers(spark, tensors, CONFIG.data(), training, TinyRuns.averaging(CONFIG))) {
      return train(name, tensors, workers);
    }
  }

  private static String train(String name, TensorRdd tensors, Workers workers) {
    List<Integer> shardImages = tensors.manifest().shards().stream().map(Shard::images).toList();
    EpochOrder order = new EpochOrder(CONFIG.seed(), shardImages);
    return new TinyRuns(folder).run(name, CONFIG, order, workers).train().digest();
  }

  /** The driver is this process, and executors find the tests' classes where it does. */
  private SparkConf onCluster(int executors) {
    return conf()
        .setMaster(cluster.url())
        .setSparkHome(cluster.sparkHome().toString())
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.executor.memory", "640m")
        .set("spark.executor.cores", "1")
        .set("spark.cores.max", String.valueOf(executors))
        // No round begins before all are there.
        .set("spark.scheduler.minRegisteredResourcesRatio", "1")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
        .set("spark.speculation", "true")
        .set("spark.speculation.interval", "50ms")
        .set("spark.speculation.quantile", "0.5")
        .set("spark.speculation.multiplier", "1.2");
  }

  private static SparkConf conf() {
    return new SparkConf(false).set("spark.ui.enabled", "false");
  }
}
