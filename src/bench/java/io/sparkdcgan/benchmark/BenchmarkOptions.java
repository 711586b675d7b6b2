package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every benchmark of training may be told: which networks, on how many threads. */
final class BenchmarkOptions {
  @Option(
      names = "--preset",
      paramLabel = "paper|pytorch|stable",
      description = "which DCGAN (default: ${DEFAULT-VALUE})")
  private String preset = "pytorch";

  @Option(
      names = "--image-size",
      paramLabel = "16|32|64|128",
      description = "edge of the images in pixels (default: ${DEFAULT-VALUE})")
  private int imageSize = 64;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "images a worker takes a step (default: ${DEFAULT-VALUE})")
  private int batch = 128;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "feature maps next to the image (default: the preset's)")
  private Integer width;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "of one worker's arithmetic (default: one for each core, ${DEFAULT-VALUE})")
  private int threads = Runtime.getRuntime().availableProcessors();

  /**
   * The configuration of a run like this; each batch trains both networks.
   *
   * @param overrides more of it, {@code key=value} each
   * @throws Failure of {@link ExitCode#USAGE} that names the argument that is out of its bounds
   */
  RunConfig config(String... overrides) {
    requireOneOf("--preset", preset, "paper", "pytorch", "stable");
    requireOneOf("--image-size", String.valueOf(imageSize), "16", "32", "64", "128");
    requireWithin("--batch", batch, 1, 65_536);
    requireWithin("--width", width == null ? 1 : width, 1, 1024);
    requireWithin("--threads", threads, 1, 1024);
    List<String> keys =
        new ArrayList<>(
            List.of(
                "run.name=bench",
                "data.shards=none",
                "data.image-size=" + imageSize,
                "network.preset=" + preset,
                "network.width=" + (width == null ? "preset" : width),
                "training.worker-batch-size=" + batch,
                "training.schedule=each-batch",
                "compute.threads=" + threads));
    keys.addAll(List.of(overrides));
    return ConfigReader.read("bench", "", keys);
  }

  /** What a result repeats of all this. */
  Map<String, Object> said() {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("preset", preset);
    said.put("imageSize", imageSize);
    said.put("batch", batch);
    said.put("threads", threads);
    return said;
  }

  static void requireWithin(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new Failure(
          ExitCode.USAGE,
          "%s must be from %s to %s, but is %s".formatted(option, least, most, value));
    }
  }

  static void requireOneOf(String option, String value, String... allowed) {
    if (!List.of(allowed).contains(value)) {
      throw new Failure(
          ExitCode.USAGE,
          "%s must be one of %s, but is %s".formatted(option, String.join(", ", allowed), value));
    }
  }
}
