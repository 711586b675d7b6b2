package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export RUN --to FILE}: a generator for ONNX runtimes. */
@Command(name = "export", description = "Writes a snapshot's generator as an ONNX model.")
final class ExportCommand implements JobCommand {
  @Parameters(paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URI",
      description = "the file to write, in a folder; its name ends with .onnx")
  private String to;

  @Mixin private SnapshotOption snapshot;

  @Override
  public Object run() {
    int slash = to.lastIndexOf('/');
    if (!to.endsWith(".onnx") || to.length() - slash <= ".onnx".length() + 1) {
      throw new Failure(
          ExitCode.USAGE, "--to must name a file that ends with .onnx, but is %s".formatted(to));
    }
    Configuration storage = JobContext.storage();
    TrainedSnapshot chosen = snapshot.of(DcganRun.open(storage, run));
    ObjectStore target = ObjectStore.at(slash < 0 ? "." : to.substring(0, slash + 1), storage);
    String name = to.substring(slash + 1);
    Fingerprint written = target.put(name, chosen.onnx());
    int edge = chosen.imageSize();
    return new Result(
        target.uri(name),
        written.sha256(),
        written.bytes(),
        new Inputs(List.of("n", chosen.latentSize())),
        new Outputs(List.of("n", 3, edge, edge)),
        chosen.round());
  }

  private record Result(
      String model, String sha256, long bytes, Inputs inputs, Outputs outputs, long round) {}

  private record Inputs(List<Object> latents) {}

  private record Outputs(List<Object> pictures) {}
}
