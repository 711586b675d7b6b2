package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganFeatures;
import io.sparkdcgan.api.DcganFeatures.Baseline;
import io.sparkdcgan.api.DcganFeatures.RepresentationResult;
import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code features RUN --train SHARDS --test SHARDS}: the paper's representation test. */
@Command(
    name = "features",
    description = "Tells classes apart by the discriminator's features and a linear SVM.")
final class FeaturesCommand implements JobCommand {
  @Names(Thing.RUN)
  @Parameters(paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Names(Thing.INPUT)
  @Option(
      names = "--train",
      required = true,
      paramLabel = "SHARDS",
      description = "labeled images that the SVM learns from")
  private String train;

  @Names(Thing.INPUT)
  @Option(
      names = "--test",
      required = true,
      paramLabel = "SHARDS",
      description = "labeled images whose classes it is asked for")
  private String test;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the most images to learn from (default: ${DEFAULT-VALUE})")
  private int limit = 10_000;

  @Option(
      names = "--test-limit",
      paramLabel = "N",
      description = "the most images to ask for (default: ${DEFAULT-VALUE})")
  private int testLimit = 10_000;

  @Option(
      names = "--baselines",
      paramLabel = "LIST",
      description =
          "what else to test, of pixels, untrained and kmeans, or none (default: ${DEFAULT-VALUE})")
  private String baselines = "pixels,untrained";

  @Option(
      names = "--centroids",
      paramLabel = "N",
      description = "what kmeans compares patches with (default: ${DEFAULT-VALUE})")
  private int centroids = 400;

  @Mixin private SnapshotOption snapshot;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description =
          "names images, patches and folds of cross-validation (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  public Object run() {
    Set<Baseline> wanted = wanted();
    Configuration storage = JobContext.storage();
    DcganRun trained = DcganRun.open(storage, run);
    DcganFeatures features =
        DcganFeatures.of(
                trained, ImportedShards.open(storage, train), ImportedShards.open(storage, test))
            .limits(limit, testLimit)
            .baselines(wanted)
            .centroids(centroids)
            .seed(seed);
    DcganFeatures chosen = snapshot.of(() -> features, trained::bestRound, features::after);
    try (JavaSparkContext spark = JobContext.open("dcgan features " + run);
        WorkLine progress = WorkLine.onStandardError()) {
      return Result.of(trained, chosen.listener(progress).run(spark));
    }
  }

  private Set<Baseline> wanted() {
    Set<Baseline> wanted = EnumSet.noneOf(Baseline.class);
    if (baselines.equals("none")) {
      return wanted;
    }
    for (String name : baselines.split(",", -1)) {
      wanted.add(
          Arrays.stream(Baseline.values())
              .filter(baseline -> name(baseline).equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Failure(
                          ExitCode.USAGE,
                          "--baselines must be none or of %s, separated by commas, but is %s"
                              .formatted(
                                  Arrays.stream(Baseline.values())
                                      .map(FeaturesCommand::name)
                                      .toList(),
                                  baselines))));
    }
    return wanted;
  }

  private static String name(Baseline baseline) {
    return baseline.name().toLowerCase(Locale.ROOT);
  }

  private record Result(
      String run,
      long round,
      double accuracy,
      Double baselineAccuracy,
      Map<String, Double> baselines,
      int dimensions,
      int trainImages,
      int testImages,
      double c) {
    static Result of(DcganRun trained, RepresentationResult result) {
      Map<String, Double> baselines = new LinkedHashMap<>();
      result.baselines().forEach((baseline, accuracy) -> baselines.put(name(baseline), accuracy));
      return new Result(
          trained.uri(),
          result.round(),
          result.accuracy(),
          result.baselines().get(Baseline.PIXELS),
          baselines,
          result.dimensions(),
          result.trainImages(),
          result.testImages(),
          result.c());
    }
  }
}
