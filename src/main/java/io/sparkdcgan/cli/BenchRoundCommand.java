package io.sparkdcgan.cli;

import io.sparkdcgan.benchmark.Alternation;
import io.sparkdcgan.benchmark.AlternationTable;
import io.sparkdcgan.benchmark.Measurements;
import io.sparkdcgan.benchmark.RoundBenchmark;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.spark.ImportJob;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.SparkWorkers;
import io.sparkdcgan.spark.TensorRdd;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench round}: a round on Spark and a bare loop of the same steps in turns. */
@Command(
    name = "round",
    description = "Measures a round on Spark and a bare loop of the same steps in turns.")
final class BenchRoundCommand implements JobCommand {
  private static final int WARM_UPS = 2;
  private static final int MOST_ROUNDS = 10_000;

  /**
   * Pictures are drawn before the rounds; more of them would take longer than what they are for.
   */
  private static final int MOST_PICTURES = 10_000_000;

  private static final int SHARD_IMAGES = 1024;

  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--local-steps",
      paramLabel = "N",
      description = "steps of each worker in a round (default: ${DEFAULT-VALUE})")
  private int localSteps = 20;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "logical workers (default: ${DEFAULT-VALUE})")
  private int workers = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "measured rounds and loops (default: ${DEFAULT-VALUE})")
  private int rounds = 7;

  @Override
  public Map<String, Object> run() throws IOException {
    BenchmarkOptions.requireWithin("--rounds", rounds, 1, MOST_ROUNDS);
    BenchmarkOptions.requireWithin("--workers", workers, 1, 4096);
    BenchmarkOptions.requireWithin("--local-steps", localSteps, 1, 1_000_000);
    RunConfig config =
        options.config("averaging.workers=" + workers, "averaging.local-steps=" + localSteps);
    Path folder = new Path(Files.createTempDirectory("dcgan-bench-round").toUri());
    try (JavaSparkContext spark = JobContext.open("dcgan bench round", config.compute())) {
      TensorRdd tensors = toyShards(spark, config, folder.toString());
      return said(measure(spark, config, tensors));
    } finally {
      FileSystem.getLocal(JobContext.storage()).delete(folder, true);
    }
  }

  /** As many pictures as a round reads, so that every round finds its shards in the cache. */
  private TensorRdd toyShards(JavaSparkContext spark, RunConfig config, String folder)
      throws IOException {
    int images =
        (int) Math.min((long) workers * localSteps * config.training().batchSize(), MOST_PICTURES);
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
        new WorkerTraining(config.network(), config.training(), config.compute(), config.seed());
    Averaging averaging = Averaging.of(GanNetworks.of(config.network()), config.averaging());
    AlternationTable table = new AlternationTable(System.err);
    try (SparkWorkers sparkWorkers =
        new SparkWorkers(spark, tensors, config.data(), training, averaging)) {
      RoundBenchmark.Figures figures =
          new RoundBenchmark(config, order)
              .run(sparkWorkers, new Alternation(WARM_UPS, rounds), table);
      table.summary(figures.turns(), RoundBenchmark.LOOP);
      return figures;
    }
  }

  private Map<String, Object> said(RoundBenchmark.Figures figures) {
    Measurements.Series round = figures.turns().of(RoundBenchmark.ROUND);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("roundSeconds", round.medianSeconds());
    said.put("loopSeconds", figures.turns().of(RoundBenchmark.LOOP).medianSeconds());
    said.put("overhead", figures.overhead());
    said.put("phases", figures.phases());
    said.put("imagesPerSecond", round.imagesPerSecond());
    said.put("workers", workers);
    said.put("localSteps", localSteps);
    said.putAll(options.said());
    return said;
  }
}
