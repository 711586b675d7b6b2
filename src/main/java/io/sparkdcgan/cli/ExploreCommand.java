package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganExploration;
import io.sparkdcgan.api.DcganExploration.ExploredFigures;
import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.spark.JobContext;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explore RUN --to URI}: the paper's figures for a snapshot. */
@Command(
    name = "explore",
    description =
        "Draws the paper's figures for a snapshot: walks, vector arithmetic, filters, forgotten"
            + " objects, nearest training images.")
final class ExploreCommand implements JobCommand {
  @Names(Thing.RUN)
  @Parameters(paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Names(Thing.OUTPUT)
  @Option(names = "--to", required = true, paramLabel = "URI", description = "where to write")
  private String to;

  @Names(Thing.INPUT)
  @Option(
      names = "--shards",
      paramLabel = "SHARDS",
      description = "real images, as import wrote them (default: those of the run)")
  private String shards;

  @Mixin private SnapshotOption snapshot;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many images to find attributes in (default: ${DEFAULT-VALUE})")
  private int count = 1024;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "names the drawn images, as in sample (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Names(Thing.INPUT)
  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description = "JSON: groups of drawn images for arithmetic and turns")
  private String vectors;

  @Names(Thing.INPUT)
  @Option(
      names = "--boxes",
      paramLabel = "FILE",
      description = "JSON: boxes in drawn images around what is to be forgotten")
  private String boxes;

  @Option(
      names = "--region",
      paramLabel = "sky|light|dark",
      description = "what is to be forgotten without boxes (default: ${DEFAULT-VALUE})")
  private String region = "sky";

  @Override
  public Object run() {
    DcganRun trained = DcganRun.open(JobContext.storage(), run);
    DcganExploration exploration =
        DcganExploration.of(trained, snapshot.of(trained)).count(count).seed(seed).region(region);
    exploration = shards == null ? exploration : exploration.shards(shards);
    exploration = vectors == null ? exploration : exploration.vectors(vectors);
    exploration = boxes == null ? exploration : exploration.boxes(boxes);
    try (JavaSparkContext spark = JobContext.open("dcgan explore " + run);
        WorkLine progress = WorkLine.onStandardError()) {
      ExploredFigures explored = exploration.listener(progress).into(spark, to);
      return new Result(trained.uri(), explored.round(), explored.figures(), explored.page());
    }
  }

  private record Result(String run, long round, Map<String, String> figures, String page) {}
}
