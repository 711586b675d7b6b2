package io.sparkdcgan.benchmark;

import io.sparkdcgan.cli.JobCommand;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.imports.ImportJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench import}: a whole import, and the bare codec and scaler, alternating. */
@Command(
    name = "import",
    description = "Measures a whole import, and the bare codec and scaler, alternating.")
public final class BenchImportCommand implements JobCommand {
  private static final int WARM_UPS = 2;
  private static final int SHARD_IMAGES = 1024;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "JPEGs of an import (default: ${DEFAULT-VALUE})")
  private int images = 16_384;

  @Option(
      names = "--edge",
      paramLabel = "PIXELS",
      description = "edge of the JPEGs (default: ${DEFAULT-VALUE})")
  private int edge = 416;

  @Option(
      names = "--image-size",
      paramLabel = "16|32|64|128",
      description = "edge of the images in the shards (default: ${DEFAULT-VALUE})")
  private int imageSize = 64;

  @Option(
      names = "--turns",
      paramLabel = "N",
      description = "measured imports and loops (default: ${DEFAULT-VALUE})")
  private int turns = 5;

  @Override
  public Map<String, Object> run() throws IOException {
    BenchmarkOptions.requireWithin("--images", images, 1, 1_000_000);
    BenchmarkOptions.requireWithin("--edge", edge, 16, 4096);
    BenchmarkOptions.requireOneOf(
        "--image-size", String.valueOf(imageSize), "16", "32", "64", "128");
    BenchmarkOptions.requireWithin("--turns", turns, 1, 1000);
    Path folder = Files.createTempDirectory("dcgan-bench-import");
    try (JavaSparkContext spark = JobContext.open("dcgan bench import")) {
      return measured(spark, folder);
    } finally {
      FileSystem.getLocal(JobContext.storage())
          .delete(new org.apache.hadoop.fs.Path(folder.toUri()), true);
    }
  }

  private Map<String, Object> measured(JavaSparkContext spark, Path folder) throws IOException {
    int cores = spark.defaultParallelism();
    ImportBenchmark benchmark = ImportBenchmark.of(images, edge, imageSize);
    AlternationTable table = new AlternationTable(System.err);
    Measurements turnsTaken =
        benchmark.run(
            folder,
            cores,
            (source, to) -> new ImportJob(spark).run(config(source, to)),
            new Alternation(WARM_UPS, turns),
            table);
    table.summary(turnsTaken, BareCodec.NAME);
    double rate = turnsTaken.of(ImportBenchmark.IMPORT).imagesPerSecond();
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("imagesPerSecond", rate);
    said.put("imagesPerSecondAndCore", rate / cores);
    said.put("bareImagesPerSecondAndCore", turnsTaken.of(BareCodec.NAME).imagesPerSecond() / cores);
    said.put("shareOfBare", 1 / turnsTaken.ratio(ImportBenchmark.IMPORT, BareCodec.NAME));
    said.put("cores", cores);
    said.put("images", images);
    said.put("edge", edge);
    said.put("imageSize", imageSize);
    said.put("bytesAnImage", benchmark.bytesAnImage());
    return said;
  }

  private ImportConfig config(Path source, Path to) {
    return new ImportConfig("folder:" + source, to.toString(), imageSize, 1, 0, SHARD_IMAGES);
  }
}
