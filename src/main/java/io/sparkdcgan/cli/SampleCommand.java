package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.ObjectStore;
import io.sparkdcgan.artifact.TensorFile;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.SampleJob;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sample RUN --to URI}: pictures from a snapshot. */
@Command(name = "sample", description = "Draws pictures from a snapshot, on the cluster.")
final class SampleCommand implements JobCommand {
  private static final int GRID_ROWS = 8;
  private static final int MOST = 10_000_000;

  @Parameters(paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Option(names = "--to", required = true, paramLabel = "URI", description = "where to write")
  private String to;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many pictures (default: ${DEFAULT-VALUE})")
  private int count = 64;

  @Option(
      names = "--snapshot",
      paramLabel = "latest|N",
      description = "the newest intact one, or that after round N (default: ${DEFAULT-VALUE})")
  private String snapshot = "latest";

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "names the latents (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  public Map<String, Object> run() {
    if (count < 1 || count > MOST) {
      throw new Failure(
          ExitCode.USAGE, "--count must be from 1 to %d, but is %d".formatted(MOST, count));
    }
    Configuration hadoop = JobContext.storage();
    TrainedRun trained = TrainedRun.open(run, hadoop);
    NetworkConfig network = trained.network();
    GanState state = state(trained);
    ObjectStore target = ObjectStore.at(to, hadoop);
    try (JavaSparkContext spark = JobContext.open("dcgan sample " + run)) {
      SampleJob job = new SampleJob(spark, network, trained.sampled(state), seed);
      job.write(count, target.uri());
      writeGrid(job, network, target);
    }
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("images", count);
    said.put("grid", target.uri("grid.png"));
    said.put("round", state.progress().round());
    return said;
  }

  /** The first pictures on one sheet, and their numbers, for whoever wants to draw them again. */
  private void writeGrid(SampleJob job, NetworkConfig network, ObjectStore target) {
    int shown = Math.min(count, GRID_ROWS * GRID_ROWS);
    float[] latents = job.latents(0, shown);
    float[] pictures = job.draw(latents);
    long size = network.imageSize();
    target.put(
        "grid.png",
        new SampleGrid((shown - 1) / GRID_ROWS + 1, GRID_ROWS).png(pictures, network.imageSize()));
    TensorFile numbers = new TensorFile();
    numbers.add("latents", latents, shown, network.latentSize());
    numbers.add("pictures", pictures, shown, 3, size, size);
    target.put("grid.safetensors", numbers::writeTo);
  }

  private GanState state(TrainedRun trained) {
    if (snapshot.matches("[0-9]{1,18}")) {
      return trained.after(Long.parseLong(snapshot));
    }
    if (snapshot.equals("best")) {
      throw trained.noBest("take latest or a round");
    }
    if (!snapshot.equals("latest")) {
      throw new Failure(
          ExitCode.USAGE,
          "--snapshot must be latest, best or a round, but is %s".formatted(snapshot));
    }
    return trained.latest();
  }
}
