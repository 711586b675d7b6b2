package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkdcgan.config.Crop;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.spark.JobContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The layouts of real data sets, with real photos: these are not part of the project, so skipped
 * where they are not next to it.
 */
@Tag("archives")
class RealSetsIT {
  private static final Path DATA = Path.of("../shared/data");

  @TempDir private Path folder;

  @Test
  void bedroomsComeOutOfTheirLmdb() throws IOException {
    ShardManifest manifest = imported("lsun:", "bedroom_train_lmdb", Crop.CENTERED);
    assertEquals(534, manifest.images());
    assertEquals(Map.of("", 534L), manifest.labels());
    assertEquals(Map.of(), manifest.rejects());
  }

  @Test
  void scenesComeOutOfTheirTarOfTarsWithTheirClasses() throws IOException {
    ShardManifest manifest = imported("imagenet:", "scenes.tar", Crop.CENTERED);
    assertEquals(9_000, manifest.images());
    assertEquals(18, manifest.labels().size());
    assertEquals(Set.of(500L), Set.copyOf(manifest.labels().values()));
    assertEquals(Map.of(), manifest.rejects());
  }

  @Test
  void facesCanBeCutOutOfTheirSurroundings() throws IOException {
    ShardManifest manifest = imported("faces:", "faces.zip", new Crop(16, 20, 64, 64));
    assertEquals(13_558, manifest.images());
    assertEquals("16,20,64,64", manifest.options().get("crop"));
    assertEquals(Map.of(), manifest.rejects());
    assertEquals(14, manifest.shards().size());
    assertEquals(968, manifest.shards().stream().mapToInt(Shard::images).min().orElseThrow());
    assertEquals(969, manifest.shards().stream().mapToInt(Shard::images).max().orElseThrow());
  }

  private ShardManifest imported(String kind, String name, Crop crop) throws IOException {
    Path data = DATA.resolve(name);
    assumeTrue(Files.exists(data), () -> data.toAbsolutePath() + " is not there");
    SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = JobContext.open(name, conf)) {
      String to = folder.resolve("shards").toString();
      return new ImportJob(spark)
          .run(new ImportConfig(kind + data, to, 64, 1, 0, 1024).with(crop))
          .manifest();
    }
  }
}
