package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.Lease;
import io.sparkdcgan.artifact.ObjectStore;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfigKeys;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.run.RunKeeper;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.run.TrainingResult;
import io.sparkdcgan.run.TrainingRun;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.SparkWorkers;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code train CONF --to URI}: trains, or goes on with the same run if it was cut off. */
@Command(name = "train", description = "Trains a run, or goes on with one that was cut off.")
final class TrainCommand implements JobCommand {
  private static final int MOST_RECIPE_BYTES = 1 << 20;

  @ParentCommand private Dcgan dcgan;

  @Parameters(paramLabel = "CONF", description = "the recipe: a path or a URI")
  private String recipe;

  @Option(names = "--to", required = true, paramLabel = "URI", description = "the run's folder")
  private String to;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the recipe; may be repeated")
  private List<String> overrides = List.of();

  @Override
  public Map<String, Object> run() throws IOException {
    Configuration storage = JobContext.storage();
    RunConfig config = ConfigReader.read(recipe, recipeText(storage), overrides);
    GanNetworks networks = GanNetworks.of(config.network());
    ObjectStore store = ObjectStore.at(to, storage);
    // Nothing is written before all that can be known to be wrong is known to be right.
    ShardManifest manifest = ShardManifest.read(config.data().shards(), storage);
    requireImageSize(config, manifest);
    StopRequest stop = new StopRequest();
    dcgan.termination.asks(stop, Duration.ofSeconds(config.durability().graceSeconds()));
    // Before Spark is asked for executors: a second driver should not take any.
    Duration leaseTime = Duration.ofSeconds(config.durability().leaseSeconds());
    try (Lease lease = Lease.acquire(store, leaseTime, stop::pause);
        JavaSparkContext spark =
            JobContext.open("dcgan train " + config.name(), config.compute())) {
      RunFolder folder = new RunFolder(store.fencedBy(lease::check));
      folder.claim(identity(config, manifest, spark.version()));
      TensorRdd tensors = TensorRdd.of(spark, config.data().shards(), manifest);
      return said(train(spark, config, networks, tensors, folder, stop));
    }
  }

  private static TrainingResult train(
      JavaSparkContext spark,
      RunConfig config,
      GanNetworks networks,
      TensorRdd tensors,
      RunFolder folder,
      StopRequest stop) {
    EpochOrder order =
        new EpochOrder(
            config.seed(), tensors.manifest().shards().stream().map(Shard::images).toList());
    WorkerTraining training =
        new WorkerTraining(config.network(), config.training(), config.compute(), config.seed());
    Averaging averaging = Averaging.of(networks, config.averaging());
    RunKeeper keeper = new RunKeeper(config, networks, folder);
    try (SparkWorkers workers =
        new SparkWorkers(spark, tensors, config.data(), training, averaging)) {
      ProgressLine progress = new ProgressLine(System.err);
      return new TrainingRun(config, order, workers, keeper, progress, stop).train();
    } catch (Throwable thrown) {
      try {
        keeper.end(Verdict.of(thrown).code());
      } catch (RuntimeException unsaid) {
        // What ended the run matters more than that it could not be taken down.
        thrown.addSuppressed(unsaid);
      }
      throw thrown;
    }
  }

  private String recipeText(Configuration storage) throws IOException {
    Path path = StorageUri.resolve(recipe, storage);
    try (InputStream in = path.getFileSystem(storage).open(path)) {
      byte[] text = in.readNBytes(MOST_RECIPE_BYTES + 1);
      if (text.length > MOST_RECIPE_BYTES) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s is no recipe: it is longer than %d bytes".formatted(recipe, MOST_RECIPE_BYTES));
      }
      return new String(text, StandardCharsets.UTF_8);
    }
  }

  private static void requireImageSize(RunConfig config, ShardManifest manifest) {
    if (manifest.imageSize() != config.data().imageSize()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "data.image-size is %d, but the pictures in %s are %d pixels wide: set it to %d, or import at %d"
              .formatted(
                  config.data().imageSize(),
                  config.data().shards(),
                  manifest.imageSize(),
                  manifest.imageSize(),
                  config.data().imageSize()));
    }
  }

  private static RunIdentity identity(RunConfig config, ShardManifest manifest, String spark) {
    Map<String, String> versions = new TreeMap<>(BuildVersions.all());
    versions.put("spark", spark);
    return new RunIdentity(RunConfigKeys.of(config), manifest.digest(), new TreeMap<>(versions));
  }

  private static Map<String, Object> said(TrainingResult result) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("run", result.run());
    said.put("round", result.round());
    said.put("rounds", result.rounds());
    said.put("imagesSeen", result.imagesSeen());
    said.put(
        "imagesPerSecond",
        result.imagesPerSecond().isPresent() ? result.imagesPerSecond().getAsDouble() : null);
    said.put("latest", result.latest());
    // Snapshots are not scored yet, so none is the best.
    said.put("best", null);
    said.put("digest", result.digest());
    said.put(
        "resumedFrom", result.resumedFrom().isPresent() ? result.resumedFrom().getAsLong() : null);
    return said;
  }
}
