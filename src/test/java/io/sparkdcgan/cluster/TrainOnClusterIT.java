package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.evaluation.ImagePng;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.storage.ObjectStore;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path in small: images in a zip on HDFS, shards on HDFS, two executors, and a run in S3
 * that is trained, cut short, trained on, verified and drawn from. Each test goes on where the one
 * before it ended, as a user does.
 */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TrainOnClusterIT {
  private static final int IMAGES = 90;
  private static final String[] RECIPE = {
    "run.name=small",
    "data.image-size=16",
    "network.preset=pytorch",
    "network.width=8",
    "training.worker-batch-size=8",
    "averaging.workers=3",
    "averaging.local-steps=2",
    "artifacts.snapshot-every=2",
    "artifacts.grid-every=2",
    "artifacts.grid-rows=4"
  };

  @TempDir private static Path folder;
  private MiniHdfs hdfs;
  private S3Server s3;
  private StandaloneCluster cluster;
  private ObjectStore runs;
  private String digest;

  @BeforeAll
  void start(MiniHdfs hdfs, S3Server s3, StandaloneCluster cluster) throws Exception {
    this.hdfs = hdfs;
    this.s3 = s3;
    this.cluster = cluster;
    runs = ObjectStore.at(s3.createBucket("runs"), s3.hadoopConfiguration());
    try (OutputStream zip =
        hdfs.fileSystem().create(new org.apache.hadoop.fs.Path(hdfs.uri("/train/images.zip")))) {
      writeImages(zip);
    }
    Files.writeString(folder.resolve("small.conf"), "");
  }

  @Test
  @Order(1)
  void importsImagesFromHdfsToHdfs() throws Exception {
    Launch imported =
        onCluster(
            "import",
            "faces:" + hdfs.uri("/train/images.zip"),
            "--to",
            hdfs.uri("/train/shards"),
            "--image-size",
            "16",
            "--shard-images",
            "20");
    assertEquals(0, imported.exitCode(), imported.errorOutput());
    assertEquals(IMAGES, imported.result().get("accepted").asInt());
  }

  @Test
  @Order(2)
  void trainsOnTwoExecutorsAndLeavesTheRunInS3() throws Exception {
    Launch trained = onCluster(train(runs.uri("run"), hdfs.uri("/train/shards"), 2));
    assertEquals(0, trained.exitCode(), trained.errorOutput());
    assertEquals(2, trained.result().get("round").asInt());
    assertTrue(trained.result().get("resumedFrom").isNull());
    List<String> left = runs.list("run");
    for (String name :
        List.of(
            "_SUCCESS",
            "data.json",
            "latest.json",
            "metrics.jsonl",
            "report.html",
            "run.json",
            "samples/r00000002.png",
            "samples/real.png",
            "snapshots/r00000002/_COMMITTED",
            "snapshots/r00000002/discriminator.zip",
            "snapshots/r00000002/generator.zip",
            "snapshots/r00000002/manifest.json",
            "snapshots/r00000002/state.safetensors")) {
      assertTrue(left.contains("run/" + name), () -> name + " is missing among " + left);
    }
  }

  @Test
  @Order(3)
  void trainsOnFromTheLastSnapshot() throws Exception {
    Launch trained = onCluster(train(runs.uri("run"), hdfs.uri("/train/shards"), 4));
    assertEquals(0, trained.exitCode(), trained.errorOutput());
    assertEquals(2, trained.result().get("resumedFrom").asInt());
    assertEquals(4, trained.result().get("round").asInt());
    digest = trained.result().get("digest").asText();
  }

  @Test
  @Order(4)
  void sameRunInOneProcessEndsInTheSameBits() throws Exception {
    String local = folder.resolve("local").toString();
    Launch trained =
        Launch.run(
            Stream.of(
                    List.of(train(local, hdfs.uri("/train/shards"), 4)),
                    List.of("--", "--master", "local[1]"))
                .flatMap(List::stream)
                .toList());
    assertEquals(0, trained.exitCode(), trained.errorOutput());
    assertEquals(digest, trained.result().get("digest").asText());
    assertArrayEquals(
        Files.readAllBytes(Path.of(local, "samples", "r00000004.png")),
        runs.read("run/samples/r00000004.png", 1 << 20));
  }

  @Test
  @Order(5)
  @Tag("clusters")
  void finishedRunSaysSoAndExitsWithZero() throws Exception {
    trainUnlessTrained();
    Launch again = onCluster(train(runs.uri("run"), hdfs.uri("/train/shards"), 4));
    assertEquals(0, again.exitCode(), again.errorOutput());
    assertEquals(digest, again.result().get("digest").asText());
    assertTrue(again.errorOutput().contains("already complete"), again.errorOutput());
  }

  @Test
  @Order(6)
  @Tag("clusters")
  void runsSnapshotsAreVerified() throws Exception {
    trainUnlessTrained();
    Launch verified = onCluster("verify", runs.uri("run"));
    assertEquals(0, verified.exitCode(), verified.errorOutput());
    assertEquals(2, verified.result().get("snapshots").asInt());
    assertEquals(2, verified.result().get("intact").asInt());
  }

  @Test
  @Order(7)
  void stockDl4jDrawsWhatSampleDraws() throws Exception {
    Launch sampled =
        onCluster("sample", runs.uri("run"), "--to", runs.uri("drawn"), "--count", "70");
    assertEquals(0, sampled.exitCode(), sampled.errorOutput());
    JsonNode result = sampled.result();
    assertEquals(70, result.get("images").asInt());
    assertEquals(runs.uri("drawn/grid.png"), result.get("grid").asText());
    assertTrue(runs.exists("drawn/00000069.png"));

    Path generator = folder.resolve("generator.zip");
    Files.write(generator, runs.read("run/snapshots/r00000004/generator.zip", 1 << 24));
    Path grid = folder.resolve("grid.safetensors");
    Files.write(grid, runs.read("drawn/grid.safetensors", 1 << 24));
    assertEquals(0, stockDifference(generator, grid), 1e-5);
  }

  @Test
  @Order(8)
  @Tag("clusters")
  void anotherConfigurationIsRefusedByName() throws Exception {
    trainUnlessTrained();
    List<String> words =
        new ArrayList<>(List.of(train(runs.uri("run"), hdfs.uri("/train/shards"), 6)));
    words.addAll(List.of("--set", "training.learning-rate=1e-3"));
    Launch refused = onCluster(words.toArray(String[]::new));
    assertEquals(21, refused.exitCode(), refused.errorOutput());
    assertTrue(
        refused.result().get("error").asText().contains("training.learning-rate was 2.0E-4"),
        refused.result().toString());
  }

  @Test
  @Order(9)
  @Tag("clusters")
  void nothingIsWrittenWhereTheInputIsMissingOrTheConfigurationWrong() throws Exception {
    Launch missing = onCluster(train(runs.uri("nothing"), hdfs.uri("/train/no-shards"), 2));
    assertEquals(66, missing.exitCode(), missing.errorOutput());

    List<String> words =
        new ArrayList<>(List.of(train(runs.uri("nothing"), hdfs.uri("/train/shards"), 0)));
    words.addAll(List.of("--set", "averaging.local-steps=0"));
    Launch wrong = onCluster(words.toArray(String[]::new));
    assertEquals(78, wrong.exitCode(), wrong.errorOutput());
    String error = wrong.result().get("error").asText();
    assertTrue(error.contains("training.rounds must be at least 1, but is 0"), error);
    assertTrue(error.contains("averaging.local-steps must be at least 1, but is 0"), error);

    assertFalse(wrong.errorOutput().contains("\tat "), wrong.errorOutput());
    assertEquals(List.of(), runs.list("nothing"));
  }

  /** Where the group is run alone, nothing came before. */
  private void trainUnlessTrained() throws Exception {
    if (digest == null) {
      importsImagesFromHdfsToHdfs();
      trainsOnTwoExecutorsAndLeavesTheRunInS3();
      trainsOnFromTheLastSnapshot();
    }
  }

  private String[] train(String to, String shards, int rounds) {
    List<String> words =
        new ArrayList<>(List.of("train", folder.resolve("small.conf").toString(), "--to", to));
    words.addAll(List.of("--set", "data.shards=" + shards, "--set", "training.rounds=" + rounds));
    Arrays.stream(RECIPE).forEach(key -> words.addAll(List.of("--set", key)));
    return words.toArray(String[]::new);
  }

  private Launch onCluster(String... words) throws IOException, InterruptedException {
    return Launch.onCluster(
        Launch.PATIENCE,
        cluster,
        s3,
        List.of("spark.executor.memory=768m", "spark.executor.cores=1", "spark.driver.memory=768m"),
        List.of(words));
  }

  /** A program of stock DL4J alone: neither our classes nor our tests are on its class path. */
  private static double stockDifference(Path generator, Path grid)
      throws IOException, InterruptedException {
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar") && !entry.contains("spark-dcgan"))
            .collect(Collectors.joining(File.pathSeparator));
    Process program =
        new ProcessBuilder(
                ServerProcess.java(),
                "-cp",
                jars,
                "src/it/open-generator/OpenGenerator.java",
                generator.toString(),
                grid.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output =
        new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, program.waitFor(), output);
    return Double.parseDouble(output.lines().reduce((first, second) -> second).orElseThrow());
  }

  /** A zip as people have them: a folder of images, larger than what is trained on. */
  private static void writeImages(OutputStream target) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(target)) {
      for (int i = 0; i < IMAGES; i++) {
        RandomStream noise = RandomStream.of(i, "test image");
        float[] pixels = new float[3 * 24 * 24];
        for (int j = 0; j < pixels.length; j++) {
          pixels[j] = (float) noise.nextDouble(-1, 1);
        }
        zip.putNextEntry(new ZipEntry(String.format(Locale.ROOT, "pictures/%06d.png", i)));
        zip.write(ImagePng.of(pixels, 0, 24));
        zip.closeEntry();
      }
    }
  }
}
