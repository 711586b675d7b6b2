package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganPreflight;
import io.sparkdcgan.api.DcganTraining;
import io.sparkdcgan.api.PlannedTraining;
import io.sparkdcgan.spark.JobContext;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preflight CONF}: what a run will need, and what of it is missing. */
@Command(
    name = "preflight",
    description = "Says what a run will need and what is missing, and trains nothing.")
final class PreflightCommand implements JobCommand {
  @Parameters(paramLabel = "CONF", description = "the recipe: a path or a URI")
  private String recipe;

  @Option(
      names = "--to",
      paramLabel = "URI",
      description = "the run's folder: an object is written, read and deleted there")
  private String to;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the recipe; may be repeated")
  private List<String> overrides = List.of();

  @Mixin private ExecutorPatience patience;

  @Override
  public Map<String, Object> run() {
    PlannedTraining planned = DcganTraining.of(recipe).set(overrides).plan(JobContext.storage());
    DcganPreflight preflight = planned.preflight(patience.duration());
    try {
      if (to != null) {
        preflight = preflight.checkStorage(to);
      }
      // What cannot work by its settings alone is not worth holding a cluster for.
      if (preflight.isPossible()) {
        try (JavaSparkContext spark = TrainCommand.open("preflight", planned)) {
          preflight = preflight.checkCluster(spark);
        }
      }
    } finally {
      System.err.print(preflight.table());
    }
    return preflight.orThrow().facts();
  }
}
