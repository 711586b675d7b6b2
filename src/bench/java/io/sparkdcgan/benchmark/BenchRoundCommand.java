package io.sparkdcgan.benchmark;

import io.sparkdcgan.cli.JobCommand;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.Minibatch;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob;
import io.sparkdcgan.spark.round.SparkWorkers;
import io.sparkdcgan.spark.round.TaskMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench round}: a round on Spark and a bare loop of the same steps, alternating. */
@Command(
    name = "round",
    description =
        "Measures a round on Spark, a bare loop of its steps and dl4j-spark's master, alternating.")
public final class BenchRoundCommand implements JobCommand {
  private static final int WARM_UPS = 2;
  private static final int MOST_ROUNDS = 10_000;

  /** Images are drawn before the rounds; more of them would take longer than what they are for. */
  private static final int MOST_IMAGES = 10_000_000;

  private static final int SHARD_IMAGES = 1024;

  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--local-steps",
      paramLabel = "N",
      description = "steps of each worker in a round (default: ${DEFAULT-VALUE})")
  private int localSteps = 20;

  @Option(
      names = "--workers",
      split = ",",
      paramLabel = "N",
      description =
          "logical workers; several numbers, as in 2,4,8, are measured one after the other and"
              + " without the bare loop (default: ${DEFAULT-VALUE})")
  private List<Integer> workers = List.of(1);

  @Option(
      names = "--global-batch",
      paramLabel = "N",
      description =
          "images that all workers together take a step, each its share, instead of --batch for"
              + " each worker")
  private Integer globalBatch;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "measured rounds of each (default: ${DEFAULT-VALUE})")
  private int rounds = 7;

  @Option(
      names = "--no-peers",
      description = "Measure ours alone, without dl4j-spark's training master.")
  private boolean alone;

  @Override
  public Map<String, Object> run() throws IOException {
    BenchmarkOptions.requireWithin("--rounds", rounds, 1, MOST_ROUNDS);
    workers.forEach(count -> BenchmarkOptions.requireWithin("--workers", count, 1, 4096));
    BenchmarkOptions.requireWithin("--local-steps", localSteps, 1, 1_000_000);
    if (globalBatch != null) {
      BenchmarkOptions.requireWithin(
          "--global-batch", globalBatch, Collections.max(workers), 65_536);
    }
    RunConfig most = config(Collections.max(workers));
    Path folder = new Path(Files.createTempDirectory("dcgan-bench-round").toUri());
    try (JavaSparkContext spark = open(most)) {
      TensorRdd tensors = toyShards(spark, most, folder.toString());
      SortedMap<Integer, RoundBenchmark.Figures> rows = new TreeMap<>();
      for (int count : workers) {
        rows.put(count, measure(spark, config(count), tensors));
      }
      System.err.println(batches());
      SweepTable.print(System.err, rows);
      return said(rows);
    } finally {
      FileSystem.getLocal(JobContext.storage()).delete(folder, true);
    }
  }

  private RunConfig config(int count) {
    List<String> keys =
        new ArrayList<>(
            List.of("averaging.workers=" + count, "averaging.local-steps=" + localSteps));
    if (globalBatch != null) {
      keys.add("training.worker-batch-size=share");
      keys.add("training.batch-size=" + globalBatch);
    }
    return options.config(keys.toArray(String[]::new));
  }

  /** What a step's images are shared by. */
  private String batches() {
    return globalBatch == null
        ? "every worker takes %s images a step: more workers compute more images in a round"
            .formatted(config(1).training().batchSize())
        : "all workers together take %s images a step: more workers share the same work"
            .formatted(globalBatch);
  }

  private JavaSparkContext open(RunConfig config) {
    return alone
        ? JobContext.open("dcgan bench round", config.compute())
        : JobContext.open("dcgan bench round", config.compute(), StockMaster.Types.class);
  }

  /** As many images as a round reads, so that every round finds its shards in the cache. */
  private TensorRdd toyShards(JavaSparkContext spark, RunConfig config, String folder)
      throws IOException {
    int images = (int) Math.min((long) localSteps * config.training().batchSize(), MOST_IMAGES);
    new ImportJob(spark)
        .run(
            new ImportConfig(
                "toy:" + images,
                folder,
                config.data().imageSize(),
                config.seed(),
                0,
                SHARD_IMAGES));
    return TensorRdd.open(spark, folder);
  }

  private RoundBenchmark.Figures measure(
      JavaSparkContext spark, RunConfig config, TensorRdd tensors) {
    EpochOrder order =
        new EpochOrder(
            config.seed(), tensors.manifest().shards().stream().map(Shard::images).toList());
    WorkerTraining training =
        new WorkerTraining(
            config.network(), config.training(), config.compute(), config.seed(), new Nd4jEngine());
    Averaging averaging = Averaging.of(GanNetworks.of(config.network()), config.averaging());
    AlternationTable table = new AlternationTable(System.err);
    List<StockMaster> masters = masters(spark, tensors, config);
    try (TaskMeter meter = new TaskMeter(spark);
        SparkWorkers sparkWorkers =
            new SparkWorkers(spark, tensors, config.data(), training, averaging)) {
      boolean loop = workers.size() == 1;
      RoundBenchmark.Figures figures =
          new RoundBenchmark(config, order, meter)
              .run(
                  new RoundBenchmark.Lineup(sparkWorkers, masters, loop),
                  new Alternation(WARM_UPS, rounds),
                  table);
      table.summary(figures.turns(), loop ? RoundBenchmark.LOOP : SparkRound.NAME);
      return figures;
    } finally {
      masters.forEach(StockMaster::close);
    }
  }

  /** As it comes, adding up in a tree of two levels, and with all results added on the driver. */
  private List<StockMaster> masters(JavaSparkContext spark, TensorRdd tensors, RunConfig config) {
    return alone
        ? List.of()
        : List.of(
            new StockMaster(spark, tensors, config, 2), new StockMaster(spark, tensors, config, 1));
  }

  private Map<String, Object> said(SortedMap<Integer, RoundBenchmark.Figures> rows) {
    Map<String, Object> said = new LinkedHashMap<>();
    if (rows.size() == 1) {
      said.putAll(row(rows.firstKey(), rows.get(rows.firstKey())));
    } else {
      List<Map<String, Object>> sweep = new ArrayList<>();
      rows.forEach((count, figures) -> sweep.add(row(count, figures)));
      said.put("sweep", sweep);
    }
    said.put("localSteps", localSteps);
    said.putAll(options.said());
    return said;
  }

  private Map<String, Object> row(int count, RoundBenchmark.Figures figures) {
    Measurements.Series round = figures.turns().of(SparkRound.NAME);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workers", count);
    Minibatch minibatch = config(count).minibatch();
    row.put("globalBatch", minibatch.images());
    row.put("workerBatch", minibatch.largestShare());
    row.put("roundSeconds", round.medianSeconds());
    if (figures.turns().has(RoundBenchmark.LOOP)) {
      row.put("loopSeconds", figures.turns().of(RoundBenchmark.LOOP).medianSeconds());
      row.put("overhead", figures.overhead());
    }
    row.put("phases", figures.phases());
    row.put("taskSeconds", figures.taskSeconds());
    row.put("imagesPerSecond", round.imagesPerSecond());
    Map<String, Object> peers = new LinkedHashMap<>();
    figures
        .traffic()
        .forEach(
            (name, traffic) -> {
              Map<String, Object> moved = new LinkedHashMap<>();
              moved.put("driverBytes", Math.round(traffic.driverBytes()));
              moved.put("shuffleBytes", Math.round(traffic.shuffleBytes()));
              if (name.equals(SparkRound.NAME)) {
                row.putAll(moved);
              } else {
                moved.put("seconds", figures.turns().of(name).medianSeconds());
                peers.put(name, moved);
              }
            });
    row.put("peers", peers);
    return row;
  }
}
