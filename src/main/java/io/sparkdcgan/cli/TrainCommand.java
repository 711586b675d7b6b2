package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganPreflight;
import io.sparkdcgan.api.DcganTraining;
import io.sparkdcgan.api.PlannedTraining;
import io.sparkdcgan.api.PlannedTraining.Opened;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.run.TrainingResult;
import io.sparkdcgan.spark.JobContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code train CONF --to URI}: trains, or goes on with the same run if it was cut off. */
@Command(name = "train", description = "Trains a run, or goes on with one that was cut off.")
final class TrainCommand implements JobCommand {
  @ParentCommand private Dcgan dcgan;

  @Names(Thing.RECIPE)
  @Parameters(paramLabel = "CONF", description = "the recipe: a path or a URI")
  private String recipe;

  @Names(Thing.OUTPUT)
  @Option(names = "--to", required = true, paramLabel = "URI", description = "the run's folder")
  private String to;

  @Names(Thing.OVERRIDES)
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the recipe; may be repeated")
  private List<String> overrides = List.of();

  @Option(
      names = "--no-preflight",
      description = "do not look beforehand whether it can work, at your own risk")
  private boolean noPreflight;

  @Mixin private PreflightCommand.Patience patience;

  @Override
  public Object run() {
    StopRequest stop = new StopRequest();
    PlannedTraining planned =
        DcganTraining.of(recipe)
            .set(overrides)
            .listener(new ProgressLine(System.err))
            .stopOn(stop)
            .plan(JobContext.storage())
            .goingOn(to);
    dcgan.termination.asks(stop, planned.graceTime());
    Optional<DcganPreflight> preflight =
        noPreflight ? Optional.empty() : Optional.of(planned.preflight(patience.duration()));
    preflight.ifPresent(TrainCommand::require);
    return Result.of(
        planned.train(new Opened(() -> open(planned, preflight)), to).orThrow().result());
  }

  /** A context for a run, once the cluster and the run's folder are known to do for it. */
  private JavaSparkContext open(PlannedTraining planned, Optional<DcganPreflight> preflight) {
    JavaSparkContext spark = open("train", planned);
    try {
      preflight
          .filter(look -> !look.isComplete(to))
          .ifPresent(
              look -> {
                DcganPreflight seen = look.checkStorage(to).checkCluster(spark);
                require(seen);
                seen.notes().forEach(note -> System.err.println("preflight: " + note));
              });
      return spark;
    } catch (RuntimeException e) {
      spark.close();
      throw e;
    }
  }

  static JavaSparkContext open(String command, PlannedTraining planned) {
    return JobContext.open(
        "dcgan %s %s".formatted(command, planned.name()),
        new ComputeConfig(planned.computeThreads()));
  }

  private static void require(DcganPreflight preflight) {
    if (!preflight.isPossible()) {
      System.err.print(preflight.table());
    }
    preflight.orThrow();
  }

  private record Result(
      String run,
      long round,
      long rounds,
      long imagesSeen,
      Double imagesPerSecond,
      String latest,
      String best,
      String digest,
      Long resumedFrom) {
    static Result of(TrainingResult result) {
      OptionalDouble pace = result.imagesPerSecond();
      OptionalLong from = result.resumedFrom();
      return new Result(
          result.run(),
          result.round(),
          result.rounds(),
          result.imagesSeen(),
          pace.isPresent() ? (Double) pace.getAsDouble() : null,
          result.latest(),
          result.best().orElse(null),
          result.digest(),
          from.isPresent() ? (Long) from.getAsLong() : null);
    }
  }
}
