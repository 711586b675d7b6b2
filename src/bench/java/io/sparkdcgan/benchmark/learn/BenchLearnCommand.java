package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.api.DcganImport;
import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.cli.JobCommand;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench learn}: trains with several numbers of workers, and says what they bought. */
@Command(
    name = "learn",
    description =
        "Trains with several numbers of workers, settings and seeds; says what workers buy.")
public final class BenchLearnCommand implements JobCommand {
  /** What makes runs comparable where nothing else is asked for. */
  private static final List<String> DEFAULTS =
      List.of(
          "network.preset=pytorch",
          "data.image-size=32",
          "guard.enabled=false",
          "evaluation.pictures=2048",
          "compute.threads=1");

  /** What differs between runs for other reasons than variants. */
  private static final Map<String, String> OWN =
      Map.of(
          "averaging.workers", "--workers",
          "run.seed", "--seeds",
          "run.name", "--variant, which names its runs",
          "data.shards", "--shards");

  private static final long MOST_IMAGES = 1_000_000_000_000L;
  private static final int TOYS = 2048;

  @Names(Thing.OUTPUT)
  @Option(
      names = "--to",
      required = true,
      paramLabel = "URI",
      description = "folder of the runs; what is there is gone on with")
  private String to;

  @Names(Thing.INPUT)
  @Option(
      names = "--shards",
      paramLabel = "URI",
      description = "images, as import wrote them (default: toy faces of data.image-size)")
  private String shards = "";

  @Option(
      names = "--workers",
      split = ",",
      paramLabel = "N",
      description = "logical workers, as in 1,2,4,8 (default: 1,2,4)")
  private List<Integer> workers = List.of(1, 2, 4);

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "each of them trains everything once (default: 1,2,3)")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(
      names = "--scores",
      split = ",",
      paramLabel = "SWD",
      description = "scores to come to (default: 40,30)")
  private List<Double> scores = List.of(40.0, 30.0);

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a key of all runs; may be repeated")
  private List<String> overrides = List.of();

  @Option(
      names = "--variant",
      paramLabel = "NAME[@W]: KEY=VALUE...",
      description =
          "keys of some runs, whose folders begin with NAME; with @W for so many workers only; may"
              + " be repeated")
  private List<String> variants = List.of();

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "how many images all workers of a run see together, unless a key says training.rounds"
              + " (default: ${DEFAULT-VALUE})")
  private long images = 256_000;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      description =
          "how often a run is scored, unless a key says evaluation.every (default:"
              + " ${DEFAULT-VALUE})")
  private int evaluations = 20;

  @Option(
      names = "--no-train",
      description = "train nothing, and say what the runs that are there have come to")
  private boolean untrained;

  @Override
  public LearnResult run() {
    requireBounds();
    List<Variant> chosen = Variant.parse(variants, workers);
    requireOthersKeys(overrides);
    workers.forEach(count -> chosen.forEach(variant -> requireOthersKeys(variant.keys(count))));
    // Mistakes in keys are found before Spark starts.
    List<LearnRun> looked = plan(chosen, List.of("data.shards=none"));
    ComputeConfig compute = looked.get(0).config().compute();
    try (JavaSparkContext spark = JobContext.open("dcgan bench learn", compute)) {
      ImportedShards images = images(spark, looked.get(0).config().data().imageSize());
      List<LearnRun> runs =
          plan(
              chosen,
              List.of("data.shards=" + images.uri(), "data.image-size=" + images.imageSize()));
      int cores = Math.max(1, spark.defaultParallelism() / compute.threads());
      return compared(spark, runs, cores);
    }
  }

  /** Trains what is left, with what is known so far kept after each run. */
  private LearnResult compared(JavaSparkContext spark, List<LearnRun> runs, int cores) {
    ObjectStore folder = ObjectStore.at(to, JobContext.storage());
    LearnTraining training = new LearnTraining(spark, to);
    Comparison comparison = Comparison.of(runs.stream().map(training::found).toList());
    if (!untrained) {
      for (int number = 1; number <= runs.size(); number++) {
        LearnRun run = runs.get(number - 1);
        System.err.printf("bench learn: run %s of %s, %s%n", number, runs.size(), run.name());
        comparison = comparison.with(training.trained(run));
        LearnResult.of(comparison, scores, cores, folder).keep(comparison, scores, folder);
      }
    }
    new LearnTables(System.err, cores).print(comparison, scores);
    LearnResult result = LearnResult.of(comparison, scores, cores, folder);
    result.keep(comparison, scores, folder);
    return result;
  }

  private ImportedShards images(JavaSparkContext spark, int imageSize) {
    return shards.isEmpty()
        ? DcganImport.from("toy:" + TOYS)
            .imageSize(imageSize)
            .into(spark, "%s/toy-%s".formatted(to, imageSize))
        : ImportedShards.open(spark, shards);
  }

  /** All runs in the order that they are trained in: every seed once before any comes again. */
  private List<LearnRun> plan(List<Variant> chosen, List<String> data) {
    List<String> defaults = new ArrayList<>(DEFAULTS);
    defaults.addAll(data);
    LearnRun.Length length = new LearnRun.Length(images, evaluations);
    List<LearnRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (Variant variant : chosen) {
        for (int count : variant.workers(workers)) {
          runs.add(LearnRun.of(variant, count, seed, defaults, overrides, length));
        }
      }
    }
    return runs;
  }

  private void requireBounds() {
    workers.forEach(count -> requireWithin("--workers", count, 1, 4096));
    requireWithin("--images", images, 1, MOST_IMAGES);
    requireWithin("--evaluations", evaluations, 1, 10_000);
    requireDistinct("--workers", workers);
    requireDistinct("--seeds", seeds);
    for (double score : scores) {
      if (!(score > 0 && Double.isFinite(score))) {
        throw usage("--scores must be above 0, but is %s".formatted(score));
      }
    }
  }

  private static void requireWithin(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw usage("%s must be from %s to %s, but is %s".formatted(option, least, most, value));
    }
  }

  private static void requireDistinct(String option, List<?> values) {
    if (Set.copyOf(values).size() < values.size()) {
      throw usage("%s must have each number once, but is %s".formatted(option, values));
    }
  }

  private static void requireOthersKeys(List<String> keys) {
    for (String key : keys) {
      String name = key.substring(0, Math.max(0, key.indexOf('=')));
      if (OWN.containsKey(name)) {
        throw usage("%s cannot be set here: give %s".formatted(name, OWN.get(name)));
      }
    }
  }

  private static Failure usage(String sentence) {
    return new Failure(ExitCode.USAGE, sentence);
  }
}
