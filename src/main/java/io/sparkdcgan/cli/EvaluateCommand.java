package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.DcganScoring;
import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.api.SnapshotScore;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.artifact.SnapshotStore;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  public Map<String, Object> run() {
    DcganScoring.requireCount(count);
    Configuration storage = JobContext.storage();
    DcganRun trained = DcganRun.open(storage, run);
    Stream<TrainedSnapshot> chosen = chosen(trained);
    ImportedShards real = ImportedShards.open(storage, against);
    DcganScoring scoring = DcganScoring.of(trained, real, count, seed);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("run", trained.uri());
    said.put("count", count);
    try (JavaSparkContext spark = JobContext.open("dcgan evaluate " + run)) {
      said.put(
          "scores", scoring.scores(spark, chosen).stream().map(EvaluateCommand::said).toList());
    }
    return said;
  }

  /** The snapshots to score, each read when it is its turn. */
  private Stream<TrainedSnapshot> chosen(DcganRun trained) {
    return switch (snapshots) {
      case "latest" -> Stream.of(trained.latest());
      case "all" -> all(trained);
      case "best" -> Stream.of(trained.best());
      default ->
          throw new Failure(
              ExitCode.USAGE,
              "--snapshots must be latest, all or best, but is %s".formatted(snapshots));
    };
  }

  private static Stream<TrainedSnapshot> all(DcganRun trained) {
    List<Long> rounds = trained.snapshots();
    return rounds.isEmpty() ? Stream.of(trained.latest()) : rounds.stream().map(trained::after);
  }

  private static Map<String, Object> said(SnapshotScore score) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("snapshot", SnapshotStore.folder(score.round()));
    said.put("round", score.round());
    said.put("swd", score.swd());
    said.put("swdByLevel", score.swdByLevel());
    return said;
  }
}
