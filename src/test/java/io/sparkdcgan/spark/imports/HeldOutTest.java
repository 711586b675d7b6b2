package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob.ImportOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that an import keeps apart. */
class HeldOutTest {
  @TempDir Path folder;

  @Test
  void heldOutImagesAreTheLastOfTheShuffledOrderAndNobodyElses() throws IOException {
    try (JavaSparkContext spark = spark()) {
      ImportOutcome whole = new ImportJob(spark).run(toy("whole"));
      ImportOutcome split = new ImportJob(spark).run(toy("split").holdingOut(0.2));
      ShardManifest apart =
          ShardManifest.read(ShardSet.heldOut(split.shards()), spark.hadoopConfiguration());

      assertEquals(29, split.manifest().images());
      assertEquals(8, apart.images(), "a fifth of 37, rounded up");
      assertEquals(List.of(29L, 8L), List.of(count(split.manifest()), count(apart)));
      List<String> keys = new ArrayList<>(keys(spark, split.shards()));
      keys.addAll(keys(spark, ShardSet.heldOut(split.shards())));
      assertEquals(keys(spark, whole.shards()), keys);
      assertFalse(Files.exists(folder.resolve("split/__held-out/_staging")));
      assertEquals("0.2", split.manifest().options().get("held-out"));
      assertFalse(whole.manifest().options().containsKey("held-out"));
      assertTrue(new ImportJob(spark).run(toy("split").holdingOut(0.2)).alreadyThere());

      Failure other =
          assertThrows(Failure.class, () -> new ImportJob(spark).run(toy("split").holdingOut(8)));
      assertEquals(ExitCode.CONFIGURATION, other.code());
      assertTrue(
          other.getMessage().contains("held-out is 0.2 there, but 8 was asked for"),
          other.getMessage());
      Failure none = assertThrows(Failure.class, () -> new ImportJob(spark).run(toy("split")));
      assertTrue(none.getMessage().contains("held-out is 0.2 there, but off"), none.getMessage());
    }
  }

  @Test
  void imagesOfOneHashStayTogetherAndNeitherSideMayBeEmpty() {
    long[] hashes = {1, 2, 3, 3, 3, 4};
    HeldOut split = HeldOut.of(toy("x").holdingOut(3), hashes);
    assertArrayEquals(new long[] {1, 2, 3, 3, 3}, split.training());
    assertArrayEquals(new long[] {4}, split.heldOut());
    for (double all : new double[] {0.9999, 6, 7}) {
      Failure failure =
          assertThrows(Failure.class, () -> HeldOut.of(toy("x").holdingOut(all), hashes));
      assertEquals(ExitCode.DATA, failure.code());
    }
  }

  private static long count(ShardManifest manifest) {
    return manifest.labels().values().stream().mapToLong(Long::longValue).sum();
  }

  private ImportConfig toy(String to) {
    return new ImportConfig("toy:37", folder.resolve(to).toString(), 16, 1, 0, 10);
  }

  private static List<String> keys(JavaSparkContext spark, String shards) throws IOException {
    return TensorRdd.open(spark, shards).shards().collect().stream()
        .flatMap(block -> IntStream.range(0, block.count()).mapToObj(block::key))
        .toList();
  }

  private static JavaSparkContext spark() {
    SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
    return JobContext.open("held-out test", conf);
  }
}
