package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.imports.ImportJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commands that get SIGTERM or SIGINT in their middle: 75, one line, and nothing half done. */
@Tag("faults")
@ExtendWith(SharedServers.class)
final class StoppedCommandsIT {
  /** More images than a machine draws in the moment in which it is told to end. */
  private static final String SOURCE = "toy:6000";

  @TempDir private static Path folder;

  @BeforeAll
  static void importShards() throws Exception {
    SmallRun.in(folder);
  }

  @Test
  void importEndsWith75AndItsNextStartWithTheDigestOfAnUndisturbedOne() throws Exception {
    Path shards = folder.resolve("stopped");
    List<String> words =
        List.of("import", SOURCE, "--image-size", "16", "--seed", "1", "--to", shards.toString());
    StoppedCommand stopped = StoppedCommand.start(words);
    stopped.await(() -> files(shards) > 3);
    stopped.signal("TERM");
    assertEquals(
        "asked to stop (SIGTERM): start it again", stopped.endStopped().get("error").asText());
    assertFalse(Files.exists(shards.resolve("manifest.json")));
    assertFalse(Files.exists(shards.resolve("_manifest.json")));
    JsonNode again = StoppedCommand.start(words).end();
    assertEquals(0, again.get("exitCode").asInt());
    assertEquals(undisturbed(), again.get("digest").asText());
  }

  private static String undisturbed() throws IOException {
    SparkConf conf = new SparkConf(false).setMaster("local[2]").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = JobContext.open("import", conf)) {
      String to = folder.resolve("undisturbed").toString();
      return new ImportJob(spark)
          .run(new ImportConfig(SOURCE, to, 16, 1, 0.01, 1024))
          .manifest()
          .digest();
    }
  }

  @Test
  void ctrlCInTrainingSavesASnapshotAndInDrawingEndsIt() throws Exception {
    Path run = folder.resolve("run");
    StoppedCommand training = StoppedCommand.start(training(run));
    training.await(() -> read(training).contains("round 1/40"));
    training.signal("INT");
    JsonNode line = training.endStopped();
    assertTrue(line.get("round").asLong() >= 1, line.toString());
    assertTrue(line.get("error").asText().contains("asked to stop (SIGINT)"), line.toString());
    assertTrue(Files.exists(run.resolve("latest.json")));

    Path images = folder.resolve("images");
    StoppedCommand drawing =
        StoppedCommand.start(
            List.of("sample", run.toString(), "--count", "100000", "--to", images.toString()));
    drawing.await(() -> files(images) > 3);
    drawing.signal("INT");
    assertEquals("sample", drawing.endStopped().get("command").asText());
    assertFalse(Files.exists(images.resolve("grid.png")));
  }

  private List<String> training(Path run) {
    return List.of(
        "train",
        folder.resolve("small.conf").toString(),
        "--to",
        run.toString(),
        "--set",
        "data.shards=" + folder.resolve("shards"),
        "--set",
        "training.rounds=40",
        "--",
        "--master",
        "local[1]");
  }

  @Test
  void signalThatWasIgnoredFromTheStartStaysIgnored() throws Exception {
    StoppedCommand command =
        StoppedCommand.startIgnoring(
            List.of("import", "toy:20", "--to", folder.resolve("ignoring").toString()));
    command.await(() -> files(folder.resolve("ignoring")) > 0);
    command.signal("INT");
    assertEquals(0, command.end().get("exitCode").asInt());
  }

  @Test
  void waitForADriverInAClusterEnds(StandaloneCluster cluster) throws Exception {
    StoppedCommand waiting =
        StoppedCommand.start(
            List.of(
                "import",
                "toy:20",
                "--to",
                "file:" + folder.resolve("elsewhere"),
                "--",
                "--master",
                cluster.url(),
                "--deploy-mode",
                "cluster",
                // more than the cluster has: it waits for ever
                "--driver-memory",
                "300g"));
    waiting.await(() -> waiting.process().descendants().anyMatch(StoppedCommandsIT::submits));
    waiting.signal("INT");
    JsonNode line = waiting.end();
    assertEquals(75, line.get("exitCode").asInt());
    assertEquals("import", line.get("command").asText());
  }

  /** The spark-submit that the waiting process started. */
  private static boolean submits(ProcessHandle child) {
    try {
      Path line = Path.of("/proc", String.valueOf(child.pid()), "cmdline");
      return Files.readString(line).contains("io.sparkdcgan.cli.Main");
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(StoppedCommand command) {
    try {
      return command.log();
    } catch (IOException e) {
      return "";
    }
  }

  private static long files(Path root) {
    try (Stream<Path> all = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
      return all.filter(Files::isRegularFile).count();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }
}
