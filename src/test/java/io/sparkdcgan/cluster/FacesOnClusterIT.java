package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Real photos through the whole path, for as many rounds as asked: {@code mvn verify
 * -Dit.test=FacesOnClusterIT -Ddcgan.faces.rounds=80}. The shards go to HDFS, the run to S3, and
 * its grids and report are copied to {@code target/faces} to be looked at.
 */
@Tag("endurance")
@EnabledIfSystemProperty(
    named = "dcgan.faces.rounds",
    matches = "[0-9]+",
    disabledReason = "takes a quarter of a minute a round")
final class FacesOnClusterIT {
  private static final Path FACES = Path.of("../shared/data/faces.zip");
  private static final int IMAGES = 13_558;

  @Test
  void facesInTheMaking() throws Exception {
    assumeTrue(Files.exists(FACES), FACES + " is absent");
    String rounds = System.getProperty("dcgan.faces.rounds");
    try (MiniHdfs hdfs = MiniHdfs.start();
        S3Server s3 = S3Server.start();
        StandaloneCluster cluster = StandaloneCluster.start(2, 1, "2g")) {
      try (FileSystem files = hdfs.fileSystem()) {
        files.copyFromLocalFile(
            new org.apache.hadoop.fs.Path(FACES.toAbsolutePath().toUri()),
            new org.apache.hadoop.fs.Path(hdfs.uri("/faces.zip")));
      }
      Launch imported =
          onCluster(
              cluster,
              s3,
              "import",
              "faces:" + hdfs.uri("/faces.zip"),
              "--to",
              hdfs.uri("/faces-64"),
              "--image-size",
              "64");
      assertEquals(0, imported.exitCode(), imported.errorOutput());
      assertEquals(IMAGES, imported.result().get("accepted").asInt());

      ObjectStore runs = ObjectStore.at(s3.createBucket("runs"), s3.hadoopConfiguration());
      Launch trained =
          onCluster(
              cluster,
              s3,
              "train",
              "conf/faces-64.conf",
              "--to",
              runs.uri("faces"),
              "--set",
              "data.shards=" + hdfs.uri("/faces-64"),
              "--set",
              "network={ preset = pytorch, width = 32 }",
              "--set",
              "training={ rounds = %s, worker-batch-size = 32, learning-rate = 3e-4 }"
                  .formatted(rounds),
              "--set",
              "averaging.local-steps=20",
              "--set",
              "artifacts={ snapshot-every = 10, grid-every = 5 }");
      assertEquals(0, trained.exitCode(), trained.errorOutput());
      keep(runs);
      Files.writeString(Path.of("target", "faces", "result.json"), trained.result().toString());
    }
  }

  private static void keep(ObjectStore runs) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "faces"));
    for (String key : runs.list("faces")) {
      if (key.matches("faces/(samples/.*\\.png|report\\.html|metrics\\.jsonl)")) {
        Files.write(folder.resolve(Path.of(key).getFileName().toString()), runs.read(key, 1 << 26));
      }
    }
  }

  private static Launch onCluster(StandaloneCluster cluster, S3Server s3, String... words)
      throws Exception {
    return Launch.onCluster(
        Duration.ofHours(12),
        cluster,
        s3,
        List.of(
            "spark.executor.memory=2g",
            "spark.driver.memory=2g",
            "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxbytes=3g"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes=7g"),
        List.of(words));
  }
}
