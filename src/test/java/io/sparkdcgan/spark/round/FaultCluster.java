package io.sparkdcgan.spark.round;

import io.sparkdcgan.cluster.StandaloneCluster;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.run.TrainingResult;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Three executors, each on a host of its own, to which things happen while a tiny run trains. */
final class FaultCluster {
  private final StandaloneCluster cluster;
  private final Path folder;
  private final String shards;
  private final RunConfig config;

  /**
   * @param cluster of three workers apart
   * @param folder for shards and runs
   */
  FaultCluster(StandaloneCluster cluster, Path folder, RunConfig config) {
    this.cluster = cluster;
    this.folder = folder;
    this.config = config;
    this.shards = folder.resolve("shards").toString();
  }

  /** Imports the shards and trains in one thread, where nothing happens; gives the digest. */
  String undisturbed() throws Exception {
    try (JavaSparkContext spark = JobContext.open("import", conf().setMaster("local[2]"))) {
      new ImportJob(spark).run(new ImportConfig("toy:50", shards, 16, 1, 0, 12));
      TensorRdd tensors = TensorRdd.open(spark, shards);
      List<ImageBlock> blocks = tensors.shards().collect();
      Workers workers = TinyRuns.workers(config, TinyRuns.training(config), blocks::get);
      try (workers) {
        ObjectStore store = new TinyRuns(folder).store("undisturbed");
        return train(store, config, tensors, workers, new StopRequest()).digest();
      }
    }
  }

  /**
   * Trains on a cluster.
   *
   * @param around the workers, for what happens between rounds
   */
  TrainingResult train(
      String name,
      RunConfig config,
      JavaSparkContext spark,
      LocalTraining training,
      UnaryOperator<Workers> around)
      throws IOException {
    ObjectStore store = new TinyRuns(folder).store(name);
    return train(store, config, spark, training, around, new StopRequest());
  }

  /** The same in a folder that is reached in another way, until it is asked to stop. */
  TrainingResult train(
      ObjectStore store,
      RunConfig config,
      JavaSparkContext spark,
      LocalTraining training,
      UnaryOperator<Workers> around,
      StopRequest stop)
      throws IOException {
    TensorRdd tensors = TensorRdd.open(spark, shards);
    try (SparkWorkers workers =
        new SparkWorkers(spark, tensors, config.data(), training, TinyRuns.averaging(config))) {
      return train(store, config, tensors, around.apply(workers), stop);
    }
  }

  private TrainingResult train(
      ObjectStore store, RunConfig config, TensorRdd tensors, Workers workers, StopRequest stop) {
    List<Integer> shardImages = tensors.manifest().shards().stream().map(Shard::images).toList();
    EpochOrder order = new EpochOrder(config.seed(), shardImages);
    return new TinyRuns(folder).run(store, config, order, workers, stop).train();
  }

  /** A context whose driver is this process; executors find the tests' classes where it does. */
  JavaSparkContext open(String name) {
    return JobContext.open(
        name,
        conf()
            .setMaster(cluster.url())
            .setSparkHome(cluster.sparkHome().toString())
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executor.memory", "640m")
            .set("spark.executor.cores", "1")
            .set("spark.cores.max", "3")
            .set("spark.scheduler.minRegisteredResourcesRatio", "1")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
            // As JobContext has it for training, but sooner.
            .set("spark.task.reaper.enabled", "true")
            .set("spark.task.reaper.killTimeout", "3s")
            // A state of many pieces, so that one can be lost between the first and the last.
            .set("spark.broadcast.blockSize", "8k"));
  }

  /** Kills the executor on a host, as kill -9 does. */
  void killExecutor(String host) {
    int worker = Integer.parseInt(host.substring(host.lastIndexOf('.') + 1)) - 2;
    cluster.executors(worker).forEach(ProcessHandle::destroyForcibly);
  }

  /** The executors that live. */
  List<ProcessHandle> executors() {
    return IntStream.range(0, 3)
        .boxed()
        .flatMap(worker -> cluster.executors(worker).stream())
        .toList();
  }

  static SparkConf conf() {
    return new SparkConf(false).set("spark.ui.enabled", "false");
  }
}
