package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.spark.imports.PlantedDuplicates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/dcgan import} as users call it: two executors, shards on HDFS and in S3. */
@Tag("clusters")
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImportOnClusterIT {
  private MiniHdfs hdfs;
  private S3Server s3;
  private StandaloneCluster cluster;

  @BeforeAll
  void start(MiniHdfs hdfs, S3Server s3, StandaloneCluster cluster) {
    this.hdfs = hdfs;
    this.s3 = s3;
    this.cluster = cluster;
  }

  @Test
  void shardsOnHdfsAndInS3HoldTheSameImages() throws Exception {
    Map<Path, Integer> before = applications();
    Launch onHdfs = importTo(hdfs.uri("/import/toy"), "toy:200");
    assertEquals(0, onHdfs.exitCode(), onHdfs.errorOutput());
    assertEquals("ok", onHdfs.result().get("status").asText());
    assertEquals("import", onHdfs.result().get("command").asText());
    assertEquals(200, onHdfs.result().get("accepted").asInt());
    try (FileSystem storage = hdfs.fileSystem()) {
      assertTrue(
          storage.listStatus(new org.apache.hadoop.fs.Path(hdfs.uri("/import/toy"))).length >= 2,
          "a manifest and at least one shard");
    }

    Launch inS3 = importTo(s3.createBucket("shards") + "/toy", "toy:200");
    assertEquals(0, inS3.exitCode(), inS3.errorOutput());
    assertEquals(onHdfs.result().get("digest"), inS3.result().get("digest"));
    Map<Path, Integer> after = applications();
    assertEquals(2, after.size());
    after.forEach(
        (worker, served) ->
            assertTrue(served > before.getOrDefault(worker, 0), worker + " takes part"));
  }

  @Test
  void nearDuplicatesOnAClusterAreThoseOfOneCore(@TempDir Path folder) throws Exception {
    new PlantedDuplicates(folder.resolve("faces")).plant(300, 20);
    List<String> dedup =
        List.of("import", "folder:" + folder.resolve("faces"), "--image-size", "32", "--dedup");
    Launch onHdfs = importing(hdfs.uri("/import/deduplicated"), dedup);
    Launch inS3 = importing(s3.createBucket("deduplicated") + "/faces", dedup);
    Launch onOneCore =
        Launch.run(
            Stream.of(
                    dedup,
                    List.of("--to", folder.resolve("shards").toString()),
                    List.of("--", "--master", "local[1]"))
                .flatMap(List::stream)
                .toList());

    assertEquals(0, onOneCore.exitCode(), onOneCore.errorOutput());
    assertTrue(onOneCore.result().get("duplicates").asInt() > 0, onOneCore.errorOutput());
    for (Launch cluster : List.of(onHdfs, inS3)) {
      assertEquals(0, cluster.exitCode(), cluster.errorOutput());
      assertEquals(onOneCore.result().get("duplicates"), cluster.result().get("duplicates"));
      assertEquals(onOneCore.result().get("digest"), cluster.result().get("digest"));
    }
    // executors trained the autoencoder in one case, one core in the other
    try (FileSystem storage = hdfs.fileSystem()) {
      for (String file : List.of("_dedup.safetensors", "_duplicates.jsonl", "_duplicates.html")) {
        var path = new org.apache.hadoop.fs.Path(hdfs.uri("/import/deduplicated/" + file));
        try (InputStream in = storage.open(path)) {
          assertArrayEquals(
              Files.readAllBytes(folder.resolve("shards").resolve(file)), in.readAllBytes(), file);
        }
      }
    }
  }

  @Test
  void aSourceThatIsNotThereIsCode66InOneSentence() throws Exception {
    Launch missing = importTo(hdfs.uri("/import/nothing"), "folder:" + hdfs.uri("/no/such/folder"));
    assertEquals(66, missing.exitCode(), missing.errorOutput());
    assertEquals("input-missing", missing.result().get("status").asText());
    assertFalse(missing.errorOutput().contains("\tat "), missing.errorOutput());
  }

  @Test
  void aStorageThatDoesNotAnswerIsCode69() throws Exception {
    Launch unreachable =
        importTo(
            "hdfs://127.0.0.1:" + ServerProcess.freePort() + "/toy",
            "toy:200",
            "spark.hadoop.ipc.client.connect.max.retries=0");
    assertEquals(69, unreachable.exitCode(), unreachable.errorOutput());
    assertEquals("unavailable", unreachable.result().get("status").asText());
  }

  @Test
  void aMasterThatDoesNotAnswerIsCode69AtOnce() throws Exception {
    Launch unreachable =
        Launch.run(
            List.of(
                "import",
                "toy:200",
                "--to",
                hdfs.uri("/import/none"),
                "--",
                "--master",
                "spark://127.0.0.1:" + ServerProcess.freePort()));
    assertEquals(69, unreachable.exitCode(), unreachable.errorOutput());
  }

  private Launch importTo(String uri, String source, String... more)
      throws IOException, InterruptedException {
    return importing(
        uri, List.of("import", source, "--image-size", "16", "--shard-images", "32"), more);
  }

  private Launch importing(String uri, List<String> command, String... more)
      throws IOException, InterruptedException {
    List<String> properties = new ArrayList<>(List.of(more));
    properties.add("spark.executor.memory=512m");
    properties.add("spark.executor.cores=1");
    properties.add("spark.driver.memory=512m");
    return Launch.onCluster(
        Launch.PATIENCE,
        cluster,
        s3,
        properties,
        Stream.concat(command.stream(), Stream.of("--to", uri)).toList());
  }

  /** How many applications the executors of each worker served: Spark makes a folder for each. */
  private Map<Path, Integer> applications() throws IOException {
    try (Stream<Path> folders = Files.list(cluster.folder())) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches("worker-\\d+"))
          .collect(Collectors.toMap(folder -> folder, folder -> folder.toFile().list().length));
    }
  }
}
