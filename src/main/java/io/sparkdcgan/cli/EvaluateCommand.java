package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.SnapshotStore;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.evaluation.PictureSet;
import io.sparkdcgan.evaluation.SlicedWasserstein;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.PictureChoice;
import io.sparkdcgan.spark.SampleJob;
import io.sparkdcgan.spark.TensorRdd;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evaluate RUN --against SHARDS}: how far a run's pictures are from real ones. */
@Command(
    name = "evaluate",
    description = "Scores snapshots by the sliced Wasserstein distance to real pictures.")
final class EvaluateCommand implements JobCommand {
  /** The most pictures whose pixels, at 128 x 128, fit into one array. */
  private static final int MOST = 32_768;

  @Parameters(paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Option(
      names = "--against",
      required = true,
      paramLabel = "SHARDS",
      description = "real pictures, as import wrote them")
  private String against;

  @Option(
      names = "--snapshots",
      paramLabel = "latest|all|best",
      description = "which to score (default: ${DEFAULT-VALUE})")
  private String snapshots = "latest";

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many drawn and as many real pictures (default: ${DEFAULT-VALUE})")
  private int count = 2048;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "names pictures, patches and directions (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  public Map<String, Object> run() throws IOException {
    if (count < 1 || count > MOST) {
      throw new Failure(
          ExitCode.USAGE, "--count must be from 1 to %d, but is %d".formatted(MOST, count));
    }
    Configuration storage = JobContext.storage();
    TrainedRun trained = TrainedRun.open(run, storage);
    Stream<GanState> states = states(trained);
    ShardManifest manifest = ShardManifest.read(against, storage);
    requireComparable(trained.network(), manifest);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("run", trained.uri());
    said.put("count", count);
    try (JavaSparkContext spark = JobContext.open("dcgan evaluate " + run)) {
      TensorRdd tensors = TensorRdd.of(spark, against, manifest);
      PictureSet real = new PictureChoice(tensors, seed).of(count);
      said.put("scores", states.map(state -> score(spark, trained, state, real)).toList());
    }
    return said;
  }

  /** The states to score, each read when it is its turn. */
  private Stream<GanState> states(TrainedRun trained) {
    return switch (snapshots) {
      case "latest" -> Stream.of(trained.latest());
      case "all" -> all(trained);
      case "best" -> throw trained.noBest("take latest or all");
      default ->
          throw new Failure(
              ExitCode.USAGE,
              "--snapshots must be latest, all or best, but is %s".formatted(snapshots));
    };
  }

  private static Stream<GanState> all(TrainedRun trained) {
    List<Long> rounds = trained.rounds();
    if (rounds.isEmpty()) {
      throw trained.none();
    }
    return rounds.stream().map(trained::after);
  }

  private void requireComparable(NetworkConfig network, ShardManifest manifest) {
    if (manifest.imageSize() != network.imageSize()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s draws pictures of %d pixels, but those in %s have %d: import at %d"
              .formatted(
                  run, network.imageSize(), against, manifest.imageSize(), network.imageSize()));
    }
    if (manifest.images() < count) {
      throw new Failure(
          ExitCode.DATA,
          "%s holds %d pictures, but --count %d wants as many real ones as drawn: lower it or import more"
              .formatted(against, manifest.images(), count));
    }
  }

  private Map<String, Object> score(
      JavaSparkContext spark, TrainedRun trained, GanState state, PictureSet real) {
    long round = state.progress().round();
    PictureSet drawn =
        new SampleJob(spark, trained.network(), trained.sampled(state), seed).pictures(count);
    SlicedWasserstein.Score score = new SlicedWasserstein(seed).between(real, drawn);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("snapshot", SnapshotStore.folder(round));
    said.put("round", round);
    said.put("swd", score.mean());
    said.put("swdByLevel", new TreeMap<>(score.byLevel()));
    return said;
  }
}
