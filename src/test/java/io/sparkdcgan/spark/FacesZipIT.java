package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real photos, which are not part of the project: skipped where they are not next to it. */
class FacesZipIT {
  private static final Logger LOG = LoggerFactory.getLogger(FacesZipIT.class);
  private static final Path FACES = Path.of("../shared/data/faces.zip");

  @TempDir private Path folder;

  @Test
  void everyPhotoIsAcceptedAtSixtyFourPixels() throws IOException {
    assumeTrue(Files.exists(FACES), () -> FACES.toAbsolutePath() + " is not there");
    SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = JobContext.open("faces", conf)) {
      ImportConfig config =
          new ImportConfig("faces:" + FACES, folder.resolve("f").toString(), 64, 1, 0, 1024);
      long start = System.nanoTime();
      ShardManifest manifest = new ImportJob(spark).run(config).manifest();
      LOG.warn(
          "imported {} pictures a second", 1e9 * manifest.images() / (System.nanoTime() - start));

      assertEquals(13_558, manifest.images());
      assertEquals(Map.of(), manifest.rejects());
      assertEquals(14, manifest.shards().size());
      assertEquals(968, manifest.shards().stream().mapToInt(Shard::images).min().orElseThrow());
      assertEquals(969, manifest.shards().stream().mapToInt(Shard::images).max().orElseThrow());
      assertEquals(
          13_558,
          TensorRdd.open(spark, folder.resolve("f").toString())
              .shards()
              .map(block -> block.count())
              .reduce(Integer::sum));
    }
  }
}
