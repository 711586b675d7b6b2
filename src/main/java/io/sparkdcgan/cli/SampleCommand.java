package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.api.TrainedSnapshot.DrawnImages;
import io.sparkdcgan.spark.JobContext;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sample RUN --to URI}: images from a snapshot. */
@Command(name = "sample", description = "Draws images from a snapshot, on the cluster.")
final class SampleCommand implements JobCommand {
  @Names(Thing.RUN)
  @Parameters(paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Names(Thing.OUTPUT)
  @Option(names = "--to", required = true, paramLabel = "URI", description = "where to write")
  private String to;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many images (default: ${DEFAULT-VALUE})")
  private int count = 64;

  @Mixin private SnapshotOption snapshot;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "names the latents (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  public Object run() {
    TrainedSnapshot.requireCount(count);
    TrainedSnapshot chosen = snapshot.of(DcganRun.open(JobContext.storage(), run));
    try (JavaSparkContext spark = JobContext.open("dcgan sample " + run);
        WorkLine progress = WorkLine.onStandardError()) {
      DrawnImages drawn = chosen.draw(spark, count, to, seed, progress);
      return new Result(drawn.images(), drawn.grid(), drawn.round());
    }
  }

  private record Result(int images, String grid, long round) {}
}
