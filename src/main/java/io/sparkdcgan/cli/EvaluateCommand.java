package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.DcganScoring;
import io.sparkdcgan.api.ImageFeatures;
import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.api.RunScores;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code evaluate RUN --against SHARDS}: how far a run's images, or another program's, are from
 * real ones.
 */
@Command(
    name = "evaluate",
    description = "Scores snapshots by real images: how far, how alike, how much copied.")
final class EvaluateCommand implements JobCommand {
  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\.\\.(-?[0-9]+(?:\\.[0-9]+)?)");

  @Names(Thing.RUN)
  @Parameters(arity = "0..1", paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Names(Thing.INPUT)
  @Option(
      names = "--pictures",
      paramLabel = "SHARDS",
      description = "instead of a run: images that another program drew, as import wrote them")
  private String images;

  @Names(Thing.INPUT)
  @Option(
      names = "--against",
      required = true,
      paramLabel = "SHARDS",
      description = "real images, as import wrote them")
  private String against;

  @Names(Thing.INPUT)
  @Option(
      names = "--train",
      paramLabel = "SHARDS",
      description = "what the run was trained with, to look for copies of (default: as --against)")
  private String train;

  @Names(Thing.INPUT)
  @Option(
      names = "--features",
      paramLabel = "MODEL.onnx",
      description = "also compares features of this network, by Frechet and kernel distance")
  private String features;

  @Option(
      names = "--feature-range",
      paramLabel = "LOW..HIGH",
      description = "what black and white are for it (default: ${DEFAULT-VALUE})")
  private String featureRange = "-1..1";

  @Option(
      names = "--feature-output",
      paramLabel = "NAME",
      description = "which of its outputs, if it has several")
  private String featureOutput;

  @Option(
      names = "--fid",
      description = "wants FID and KID: refused for a network whose features they are not of")
  private boolean fid;

  @Mixin private SnapshotOption.Several snapshots;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many drawn and as many real images (default: ${DEFAULT-VALUE})")
  private int count = 2048;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "names images, patches and directions (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  public Object run() {
    DcganScoring.requireCount(count);
    if ((run == null) == (images == null)) {
      throw new Failure(
          ExitCode.USAGE,
          "name either a run's folder or --pictures, and not both: which to score?");
    }
    Configuration storage = JobContext.storage();
    return run != null
        ? ofRun(DcganRun.open(storage, run), storage)
        : ofImages(ImportedShards.open(storage, images), storage);
  }

  private EvaluateResult ofRun(DcganRun trained, Configuration storage) {
    Stream<TrainedSnapshot> chosen = snapshots.of(trained);
    ImportedShards real = ImportedShards.open(storage, against);
    return scored(
        new EvaluateResult.Scored(trained.uri(), null, count),
        storage,
        trained.imageSize(),
        DcganScoring.of(trained, real, count, seed),
        snapshots.count(trained),
        (spark, complete) -> complete.withReference(spark, chosen));
  }

  private EvaluateResult ofImages(ImportedShards drawn, Configuration storage) {
    ImportedShards real = ImportedShards.open(storage, against);
    return scored(
        new EvaluateResult.Scored(null, drawn.uri(), count),
        storage,
        drawn.imageSize(),
        DcganScoring.of(drawn, real, count, seed),
        1,
        (spark, complete) -> complete.ofImages(spark, drawn));
  }

  private EvaluateResult scored(
      EvaluateResult.Scored what,
      Configuration storage,
      int imageSize,
      DcganScoring scoring,
      int turns,
      BiFunction<JavaSparkContext, DcganScoring, RunScores> job) {
    DcganScoring withCopies =
        train == null ? scoring : scoring.trainedWith(ImportedShards.open(storage, train));
    Optional<ImageFeatures> network = network(storage);
    Optional<ImageFeatures.Model> model = network.map(one -> one.tried(imageSize));
    if (fid) {
      ImageFeatures.requireInception(model.orElseThrow(EvaluateCommand::noFeatures));
    }
    try (JavaSparkContext spark =
            JobContext.open("dcgan evaluate " + (run == null ? images : run));
        WorkLine progress = WorkLine.onStandardError()) {
      DcganScoring complete = network.map(withCopies::features).orElse(withCopies);
      RunScores scores = job.apply(spark, complete.listener(progress, turns));
      return EvaluateResult.of(what, model, scores);
    }
  }

  private Optional<ImageFeatures> network(Configuration storage) {
    if (features == null) {
      return Optional.empty();
    }
    Matcher range = RANGE.matcher(featureRange);
    if (!range.matches()) {
      throw new Failure(
          ExitCode.USAGE,
          "--feature-range must be two numbers such as -1..1 or 0..255, but is %s"
              .formatted(featureRange));
    }
    ImageFeatures network =
        ImageFeatures.open(storage, features)
            .range(Float.parseFloat(range.group(1)), Float.parseFloat(range.group(2)));
    return Optional.of(featureOutput == null ? network : network.output(featureOutput));
  }

  private static Failure noFeatures() {
    return new Failure(
        ExitCode.USAGE, "--fid wants Inception's features: name the model by --features");
  }
}
