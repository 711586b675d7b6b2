package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.SmallRun.Driver;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardReader;
import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * conf/spark-secure.properties on a cluster whose daemons, driver and executors all have it: the
 * result is that of a local run, the disk holds nothing to be read, and who has no secret stays
 * out.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecureClusterIT {
  private static final int ROUNDS = 5;
  private static final String ON_DISK = "data.cache=disk";

  @TempDir private static Path folder;
  private final Path disks = ServerProcess.folder("disks");
  private SmallRun runs;
  private StandaloneCluster cluster;
  private Path properties;

  @BeforeAll
  void start() throws Exception {
    runs = SmallRun.in(folder);
    properties =
        PrivateFile.write(
            folder.resolve("conf/spark-defaults.conf"),
            Files.readString(Path.of("conf/spark-secure.properties"))
                + "\nspark.authenticate.secret "
                + UUID.randomUUID()
                + "\n");
    cluster =
        StandaloneCluster.start(
            2,
            1,
            "1g",
            Map.of(
                "SPARK_CONF_DIR", properties.getParent().toString(),
                "SPARK_LOCAL_DIRS", disks.resolve("cluster").toString()));
  }

  @AfterAll
  void stop() {
    ServerProcess.closeAll(cluster);
  }

  @Test
  void sameRunEndsInTheSameBitsAndTheDiskTellsNothing() throws Exception {
    byte[] image = firstImage();
    Path plain = disks.resolve("plain");
    Driver local =
        runs.start(
            "local",
            ROUNDS,
            List.of("--master", "local[1]", "--conf", "spark.local.dir=" + plain),
            ON_DISK);
    local.await("round 2/");
    // The look can find something: without encryption it does.
    assertTrue(isOnDisk(image, plain), "pixels in the cache of an open run");
    String digest = local.end(0).get("digest").asText();

    Driver secure = runs.start("secure", ROUNDS, options(properties), ON_DISK);
    secure.await("round 2/");
    Path encrypted = disks.resolve("cluster");
    assertTrue(hasBlocks(encrypted), "blocks in the cache of a secure run");
    assertFalse(isOnDisk(image, encrypted));
    assertEquals(digest, secure.end(0).get("digest").asText());
  }

  @Test
  void aDriverWithoutTheSecretIsTurnedAway() throws Exception {
    Path open = PrivateFile.write(folder.resolve("open"), "spark.authenticate false\n");
    assertTurnedAway(open);
  }

  @Test
  void aDriverWithAnotherSecretIsTurnedAway() throws Exception {
    String another = Files.readString(properties).replaceAll("(authenticate.secret ).*", "$1other");
    assertTurnedAway(PrivateFile.write(folder.resolve("another"), another));
  }

  @Test
  void aDriverThatWasNotToldTheSecretSaysSo() throws Exception {
    Driver driver = runs.start("none", 1, options(Path.of("conf", "spark-secure.properties")));
    String error = driver.end(ExitCode.CONFIGURATION.number()).get("error").asText();
    assertTrue(error.contains("there is no spark.authenticate.secret"), error);
  }

  @Test
  void aWorkerWithoutTheSecretGetsNoExecutor() throws Exception {
    try (ServerProcess stranger = cluster.startStranger()) {
      stranger.await(
          () -> Files.readString(stranger.log()).contains("Failed to connect to master"));
      assertEquals(2, cluster.aliveWorkers());
    }
  }

  private void assertTurnedAway(Path withProperties) throws Exception {
    long begun = System.nanoTime();
    Driver driver = runs.start("stranger", 1, options(withProperties));
    String error = driver.end(ExitCode.PERMISSION.number()).get("error").asText();
    assertTrue(error.contains("turns this driver away"), error);
    assertTrue(System.nanoTime() - begun < 60e9, "sooner than Spark gives up");
  }

  private List<String> options(Path withProperties) {
    return List.of(
        "--master",
        cluster.url(),
        "--properties-file",
        withProperties.toString(),
        "--conf",
        "spark.executor.memory=768m",
        "--conf",
        "spark.driver.memory=768m");
  }

  private static byte[] firstImage() throws IOException {
    Configuration hadoop = new Configuration();
    String shards = folder.resolve("shards").toUri().toString();
    ShardManifest manifest = ShardManifest.read(shards, hadoop);
    ImageBlock block =
        new ShardReader(shards, manifest.imageSize(), hadoop).read(manifest.shards().get(0));
    byte[] pixels = new byte[ImageBlock.imageBytes(manifest.imageSize())];
    System.arraycopy(block.pixels(), 0, pixels, 0, pixels.length);
    return pixels;
  }

  private static boolean hasBlocks(Path disk) throws IOException {
    return SecretHunt.files(disk).stream()
        .anyMatch(file -> file.getFileName().toString().startsWith("rdd_"));
  }

  private static boolean isOnDisk(byte[] bytes, Path disk) throws IOException {
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    for (Path file : SecretHunt.files(disk)) {
      try {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(wanted)) {
          return true;
        }
      } catch (NoSuchFileException e) {
        // a shuffle's file that has gone since it was listed
      }
    }
    return false;
  }
}
