package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganPreflight;
import io.sparkdcgan.api.DcganTraining;
import io.sparkdcgan.api.PlannedTraining;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import java.time.Duration;
import java.util.List;
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
  @Names(Thing.RECIPE)
  @Parameters(paramLabel = "CONF", description = "the recipe: a path or a URI")
  private String recipe;

  @Names(Thing.OUTPUT)
  @Option(
      names = "--to",
      paramLabel = "URI",
      description = "the run's folder: an object is written, read and deleted there")
  private String to;

  @Names(Thing.OVERRIDES)
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the recipe; may be repeated")
  private List<String> overrides = List.of();

  @Mixin private Patience patience;

  @Override
  public Object run() {
    PlannedTraining plan = DcganTraining.of(recipe).set(overrides).plan(JobContext.storage());
    PlannedTraining planned = to == null ? plan : plan.goingOn(to);
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

  /** How long it waits for executors. */
  static final class Patience {
    private static final int MOST = 604_800;

    @Option(
        names = "--wait",
        paramLabel = "SECONDS",
        description = "how long preflight waits for executors (default: ${DEFAULT-VALUE})")
    private int seconds = 300;

    Duration duration() {
      if (seconds < 1 || seconds > MOST) {
        throw new Failure(
            ExitCode.USAGE,
            "--wait must be from 1 to %s seconds, but is %s".formatted(MOST, seconds));
      }
      return Duration.ofSeconds(seconds);
    }
  }
}
