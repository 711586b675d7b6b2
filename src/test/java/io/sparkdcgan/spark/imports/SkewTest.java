package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.Tars;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.imports.PartDecoding.PartSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However uneven a source is, its work is cut into pieces and its shards are equal. */
class SkewTest {
  private static final int SHARD_IMAGES = 100;

  @TempDir private Path folder;

  @Test
  void oneGiantClassAmongSmallAndEmptyOnesIsCut() throws IOException {
    Tars giant = new Tars();
    CorruptSet.good(2990).forEach(giant::file);
    Tars small = new Tars();
    CorruptSet.good(7).forEach(small::file);
    byte[] archive =
        new Tars()
            .file("n01.tar", giant.closed())
            .file("n02.tar", small.closed())
            .file("n03.tar", new Tars().closed())
            .closed();
    String source = "imagenet:" + Files.write(folder.resolve("train.tar"), archive);
    assertTrue(ImageSources.open(source, 16, 1, new Configuration()).parts(100).size() >= 4);

    ShardManifest manifest = imported(source);
    assertEquals(Map.of("n01", 2990L, "n02", 7L), manifest.labels());
    assertEqualShards(manifest, 2997);
  }

  @Test
  void manyTinyFilesAndAnEmptyClassAreGroupedIntoFewTasks() throws IOException {
    int classes = 5;
    List<byte[]> images = new ArrayList<>(CorruptSet.good(2003).values());
    for (int index = 0; index < images.size(); index++) {
      Path directory = folder.resolve("photos/class-" + index % classes);
      Files.createDirectories(directory);
      Files.write(directory.resolve(index + ".png"), images.get(index));
    }
    Files.createDirectories(folder.resolve("photos/class-empty"));
    String source = "folder:" + folder.resolve("photos");
    int parts = PartSize.USUAL.parts(2003);
    assertEquals(parts, ImageSources.open(source, 16, 1, new Configuration()).parts(parts).size());
    assertTrue(parts <= 64, parts + " parts");

    ShardManifest manifest = imported(source);
    assertEquals(classes, manifest.labels().size());
    assertEqualShards(manifest, 2003);
  }

  @Test
  void oneImageIsOneShard() throws IOException {
    byte[] archive =
        new Tars().file("1.png", CorruptSet.good(1).values().iterator().next()).closed();
    ShardManifest manifest = imported("faces:" + Files.write(folder.resolve("one.tar"), archive));
    assertEqualShards(manifest, 1);
  }

  private static void assertEqualShards(ShardManifest manifest, int images) {
    assertEquals(images, manifest.images());
    int least = images / manifest.shards().size();
    assertEquals((images - 1) / SHARD_IMAGES + 1, manifest.shards().size());
    for (int size : new HashSet<>(manifest.shards().stream().map(Shard::images).toList())) {
      assertTrue(size == least || size == least + 1, size + " images, not " + least);
    }
  }

  private ShardManifest imported(String source) throws IOException {
    SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = JobContext.open("skew", conf)) {
      String to = folder.resolve("shards").toString();
      return new ImportJob(spark)
          .run(new ImportConfig(source, to, 16, 1, 0, SHARD_IMAGES))
          .manifest();
    }
  }
}
