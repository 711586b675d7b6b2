package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.imports.ImportJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A run of three workers on toy faces, trained by real processes of {@code submit/dcgan}, each of
 * one core. Its rounds take about a second.
 *
 * @param folder for the shards and the recipe
 */
record SmallRun(Path folder) {
  private static final String RECIPE =
      """
      run.name = small
      data.image-size = 16
      network { preset = pytorch, width = 8 }
      training.worker-batch-size = 8
      averaging { workers = 3, local-steps = 60 }
      artifacts { snapshot-every = 2, grid-every = 100, grid-rows = 2 }
      """;

  /** A process of {@code submit/dcgan train}. */
  record Driver(Process process, Path output) {
    /** Waits until its log says so. */
    void await(String words) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + Launch.PATIENCE.toNanos();
      while (!log().contains(words)) {
        assertTrue(process.isAlive(), () -> "it ended before it said '" + words + "'");
        assertTrue(System.nanoTime() < deadline, () -> "it never said '" + words + "'");
        Thread.sleep(20);
      }
    }

    String log() throws IOException {
      return Files.readString(output.resolve("stderr.log"));
    }

    /** As kill -9 does, of the launcher and of the driver, its child, at the same moment. */
    void kill() throws InterruptedException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }

    /** Waits for its end and gives the last line of its standard output. */
    JsonNode end(int exitCode) throws IOException, InterruptedException {
      assertEquals(exitCode, process.waitFor(), log());
      List<String> lines = Files.readAllLines(output.resolve("stdout.log"));
      JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
      assertEquals(exitCode, result.path("exitCode").asInt());
      return result;
    }
  }

  /** Imports the shards, in this process. */
  static SmallRun in(Path folder) throws IOException {
    Files.writeString(folder.resolve("small.conf"), RECIPE);
    String shards = folder.resolve("shards").toString();
    SparkConf conf = new SparkConf(false).setMaster("local[2]").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = JobContext.open("import", conf)) {
      new ImportJob(spark).run(new ImportConfig("toy:90", shards, 16, 1, 0, 20));
    }
    return new SmallRun(folder);
  }

  /**
   * Starts a driver of its own.
   *
   * @param run the run's name
   * @param keys {@code key=value} each
   */
  Driver start(String run, int rounds, String... keys) throws IOException {
    return start(run, rounds, List.of("--master", "local[1]"), keys);
  }

  /** The same with these options of spark-submit. */
  Driver start(String run, int rounds, List<String> options, String... keys) throws IOException {
    return start(run, rounds, Map.of(), options, keys);
  }

  /** The same with these variables besides. */
  Driver start(
      String run, int rounds, Map<String, String> environment, List<String> options, String... keys)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("train", folder.resolve("small.conf").toString()));
    words.addAll(List.of("--to", folder.resolve(run).toString()));
    words.addAll(List.of("--set", "data.shards=" + folder.resolve("shards")));
    words.addAll(List.of("--set", "training.rounds=" + rounds));
    Arrays.stream(keys).forEach(key -> words.addAll(List.of("--set", key)));
    words.add("--");
    words.addAll(options);
    Path output = ServerProcess.folder("driver");
    return new Driver(Launch.start(output, environment, words), output);
  }

  /** The digest of a run that nothing happens to. */
  String undisturbed(int rounds) throws IOException, InterruptedException {
    return start("undisturbed", rounds).end(0).get("digest").asText();
  }

  /** The last attempt's record. */
  JsonNode lastAttempt(String run) throws IOException {
    try (var files = Files.list(folder.resolve(run).resolve("attempts"))) {
      Path last = files.sorted().reduce((one, other) -> other).orElseThrow();
      return new ObjectMapper().readTree(last.toFile());
    }
  }
}
