package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob.ImportOutcome;
import io.sparkdcgan.spark.imports.PartDecoding.PartSize;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Imports on embedded Spark, with Kryo registration required as on a cluster. */
class ImportJobTest {
  @TempDir private Path folder;

  @Test
  void shardsAreEqualShuffledAndHoldEveryImageOnce() throws IOException {
    try (JavaSparkContext spark = spark("local[2]")) {
      ImportOutcome outcome = new ImportJob(spark).run(toy("a", 1, 10));
      ShardManifest manifest = outcome.manifest();

      assertEquals(List.of(9, 9, 9, 10), manifest.shards().stream().map(Shard::images).toList());
      assertEquals(37, manifest.images());
      assertEquals(Map.of("", 37L), manifest.labels());
      assertEquals(Map.of(), manifest.rejects());
      List<String> keys = keys(spark, outcome.shards());
      List<String> drawn =
          IntStream.range(0, 37)
              .mapToObj(index -> String.format(Locale.ROOT, "toy-%08d", index))
              .toList();
      assertEquals(drawn, keys.stream().sorted().toList());
      assertNotEquals(drawn, keys);
      assertEquals(Map.of(), spark.getPersistentRDDs());
    }
  }

  @Test
  void digestDependsOnTheSeedAndNeverOnCoresOrPartitions() throws IOException {
    List<String> digests = new ArrayList<>();
    for (String master : List.of("local[1]", "local[3]", "local[3] in 7")) {
      try (JavaSparkContext spark = spark(master)) {
        digests.add(new ImportJob(spark).run(toy(master, 1, 10)).manifest().digest());
        if (master.equals("local[1]")) {
          digests.add(new ImportJob(spark).run(toy("other seed", 2, 10)).manifest().digest());
        }
      }
    }
    assertEquals(digests.get(0), digests.get(2));
    assertEquals(digests.get(0), digests.get(3));
    assertNotEquals(digests.get(0), digests.get(1));
  }

  @Test
  void tensorsAreTheStoredPixelsBetweenMinusOneAndOne() throws IOException {
    try (JavaSparkContext spark = spark("local[2]")) {
      String shards = new ImportJob(spark).run(toy("a", 1, 10)).shards();
      TensorRdd tensors = TensorRdd.open(spark, shards);

      List<ImageBlock> blocks = tensors.shards().collect();
      List<INDArray> batches = tensors.tensors(4).collect();

      assertEquals(4, tensors.shards().getNumPartitions());
      assertEquals(3 * 3 + 3, batches.size());
      assertArrayEquals(new long[] {4, 3, 16, 16}, batches.get(0).shape());
      assertArrayEquals(new long[] {1, 3, 16, 16}, batches.get(2).shape());
      // image 5 of shard 0 is image 1 of batch 1; channel 2, row 3, column 9
      int stored = blocks.get(0).pixels()[((5 * 3 + 2) * 16 + 3) * 16 + 9] & 0xFF;
      assertEquals((float) (stored / 127.5 - 1), batches.get(1).getFloat(1, 2, 3, 9));
    }
  }

  @Test
  void contactSheetShowsTheFirstImagesAsTheyAreInTheShards() throws IOException {
    try (JavaSparkContext spark = spark("local[2]")) {
      String shards = new ImportJob(spark).run(toy("a", 1, 10)).shards();
      ImageBlock block = TensorRdd.open(spark, shards).shards().first();
      BufferedImage sheet = ImageIO.read(folder.resolve("a/_images.png").toFile());

      // 16 pixels are drawn four times as large, with gaps of 2
      int cell = 4 * 16 + 2;
      assertEquals(8 * cell + 2, sheet.getWidth());
      assertEquals(2 * cell + 2, sheet.getHeight());
      // image 8, which is the first of the second line; row 3, column 5
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        rgb = (rgb << 8) | (block.pixels()[((8 * 3 + channel) * 16 + 3) * 16 + 5] & 0xFF);
      }
      assertEquals(rgb, sheet.getRGB(2 + 5 * 4, 2 + cell + 3 * 4) & 0xFFFFFF);
    }
  }

  @Test
  void sameImportAgainIsNothingToDo() throws IOException {
    try (JavaSparkContext spark = spark("local[2]")) {
      ImportOutcome first = new ImportJob(spark).run(toy("a", 1, 10));
      Set<String> files = files("a");
      ImportOutcome second = new ImportJob(spark).run(toy("a", 1, 10));

      assertFalse(first.alreadyThere());
      assertTrue(second.alreadyThere());
      assertEquals(first.manifest(), second.manifest());
      assertEquals(files, files("a"));
    }
  }

  @Test
  void anotherImportToTheSamePlaceIsRefusedAndSaysWhatDiffers() throws IOException {
    try (JavaSparkContext spark = spark("local[2]")) {
      new ImportJob(spark).run(toy("a", 1, 10));
      Set<String> files = files("a");
      Failure failure =
          assertThrows(Failure.class, () -> new ImportJob(spark).run(toy("a", 2, 20)));

      assertEquals(ExitCode.CONFIGURATION, failure.code());
      assertTrue(
          failure
              .getMessage()
              .contains(
                  "seed is 1 there, but 2 was asked for; shard-images is 10 there, but 20 was"),
          failure.getMessage());
      assertEquals(files, files("a"));
    }
  }

  @Test
  void whatAnInterruptedImportLeftIsDeletedAfterSuccess() throws IOException {
    Files.createDirectories(folder.resolve("a/data"));
    Files.writeString(folder.resolve("a/data/shard-00000-0123456789ab.parquet"), "cut off");
    // where the first edition put them
    Files.writeString(folder.resolve("a/shard-00001-0123456789ab.parquet"), "cut off");
    Files.writeString(folder.resolve("a/notes.txt"), "not ours");
    try (JavaSparkContext spark = spark("local[2]")) {
      ShardManifest manifest = new ImportJob(spark).run(toy("a", 1, 10)).manifest();

      assertEquals(
          Set.of(
              "data", "_manifest.json", "_rejects.jsonl", "_images.png", "_SUCCESS", "notes.txt"),
          files("a"));
      assertEquals(
          manifest.shards().stream().map(Shard::file).collect(Collectors.toSet()),
          files("a/data").stream().map(name -> "data/" + name).collect(Collectors.toSet()));
    }
  }

  @Test
  void brokenImagesAreCountedByReasonWithinTheBudget() throws IOException {
    images("photos/cats", 6);
    images("photos/dogs", 2);
    Files.write(folder.resolve("photos/dogs/empty.jpg"), new byte[0]);
    Files.writeString(folder.resolve("photos/dogs/text.png"), "no image");
    try (JavaSparkContext spark = spark("local[2]")) {
      ShardManifest manifest = new ImportJob(spark).run(photos(0.2)).manifest();

      assertEquals(Map.of("cats", 6L, "dogs", 2L), manifest.labels());
      assertEquals(Map.of("empty", 1L, "unknown-format", 1L), manifest.rejects());
      assertEquals(8, manifest.images());
    }
  }

  @Test
  void aboveTheBudgetNothingIsPublishedAndTheWorstAreNamed() throws IOException {
    images("photos/cats", 6);
    for (int broken = 0; broken < 4; broken++) {
      Files.write(folder.resolve("photos/cats/z" + broken + ".jpg"), new byte[0]);
    }
    try (JavaSparkContext spark = spark("local[2]")) {
      Failure failure = assertThrows(Failure.class, () -> new ImportJob(spark).run(photos(0.39)));

      assertEquals(ExitCode.DATA, failure.code());
      assertTrue(failure.getMessage().startsWith("4 of 10 images of "), failure.getMessage());
      assertTrue(
          failure
              .getMessage()
              .contains("cats/z0.jpg (empty: 0 bytes), cats/z1.jpg (empty: 0 bytes), cats/z2.jpg"),
          failure.getMessage());
      assertFalse(Files.exists(folder.resolve("shards")));
      assertEquals(Map.of(), spark.getPersistentRDDs());
    }
  }

  @Test
  void theClassesWithMostRejectsAreNamed() throws IOException {
    images("photos/cats", 3);
    images("photos/dogs", 3);
    for (int broken = 0; broken < 4; broken++) {
      Files.write(folder.resolve("photos/dogs/z" + broken + ".jpg"), new byte[0]);
    }
    Files.writeString(folder.resolve("photos/cats/z.jpg"), "<html>");
    try (JavaSparkContext spark = spark("local[2]")) {
      Failure failure = assertThrows(Failure.class, () -> new ImportJob(spark).run(photos(0.01)));

      assertTrue(
          failure
              .getMessage()
              .contains("empty 4, unsupported 1; most of them in dogs (4), cats (1); for"),
          failure.getMessage());
    }
  }

  @Test
  void finishedPartsAndShardsOfAStartThatDiedAreNotRedone() throws IOException {
    images("photos/cats", 9);
    Files.write(folder.resolve("photos/cats/empty.jpg"), new byte[0]);
    try (JavaSparkContext spark = spark("local[2]")) {
      PartSize small = new PartSize(1, 3);
      ShardManifest whole = new ImportJob(spark, small).run(photos(0.2)).manifest();

      // as after a kill: parts 1 to 3 and shard 1 are finished, part 0 is not, a marker is cut off
      String unfinished = unfinishedImport(spark, small);
      Path staging = folder.resolve("shards/_staging");
      Files.delete(staging.resolve("part-000000.json"));
      Files.writeString(staging.resolve("shard-000000.json"), "{\"file\":");
      Set<String> finished = files("shards/_staging");
      // what is finished must not be read from the source again
      for (int part = 1; part < 4; part++) {
        assertTrue(
            finished.contains(String.format(Locale.ROOT, "part-%06d.json", part)),
            finished.toString());
      }
      String shard = shardOf(staging.resolve("shard-000001.json"));

      ShardManifest again = new ImportJob(spark, small).run(photos(0.2)).manifest();
      assertEquals(whole.digest(), again.digest());
      assertEquals(unfinished, Files.readString(folder.resolve("shards/_rejects.jsonl")));
      assertEquals(shard, again.shards().get(1).file());
      assertFalse(Files.exists(staging));
    }
  }

  @Test
  void unfinishedPartsOfAnotherImportAreRefused() throws IOException {
    images("photos/cats", 3);
    try (JavaSparkContext spark = spark("local[2]")) {
      Path staging = folder.resolve("shards/_staging");
      Files.createDirectories(staging);
      Files.writeString(staging.resolve("import.json"), "{\"seed\":\"7\",\"fingerprint\":\"f\"}");
      Failure failure = assertThrows(Failure.class, () -> new ImportJob(spark).run(photos(0)));

      assertEquals(ExitCode.CONFIGURATION, failure.code());
      assertTrue(
          failure
              .getMessage()
              .contains("unfinished parts of another import (seed is 7 there, but 1"),
          failure.getMessage());
      assertTrue(failure.getMessage().endsWith("or delete file:" + staging), failure.getMessage());
    }
  }

  /**
   * Puts back what an import had finished just before it was published.
   *
   * @return its list of rejects
   */
  private String unfinishedImport(JavaSparkContext spark, PartSize size) throws IOException {
    String rejects = Files.readString(folder.resolve("shards/_rejects.jsonl"));
    FileUtils.cleanDirectory(folder.resolve("shards").toFile());
    // a folder in the manifest's place: all is done but the last write fails
    Files.createDirectories(folder.resolve("shards/_rejects.jsonl/in the way"));
    assertThrows(Failure.class, () -> new ImportJob(spark, size).run(photos(0.2)));
    Files.delete(folder.resolve("shards/_rejects.jsonl/in the way"));
    Files.delete(folder.resolve("shards/_rejects.jsonl"));
    return rejects;
  }

  private static String shardOf(Path marker) throws IOException {
    return new ObjectMapper().readTree(marker.toFile()).get("file").asText();
  }

  @Test
  void aChangedFolderIsAnotherImport() throws IOException {
    images("photos/cats", 3);
    try (JavaSparkContext spark = spark("local[2]")) {
      new ImportJob(spark).run(photos(0));
      images("photos/dogs", 1);
      Failure failure = assertThrows(Failure.class, () -> new ImportJob(spark).run(photos(0)));

      assertEquals(ExitCode.CONFIGURATION, failure.code());
      assertTrue(failure.getMessage().contains("have changed since"), failure.getMessage());
    }
  }

  @Test
  void shardsThatAreNotThereAreMissingInput() {
    try (JavaSparkContext spark = spark("local[1]")) {
      String nowhere = folder.resolve("nowhere").toString();
      Failure failure = assertThrows(Failure.class, () -> TensorRdd.open(spark, nowhere));

      assertEquals(ExitCode.INPUT_MISSING, failure.code());
      assertTrue(
          failure.getMessage().endsWith("`import SOURCE --to " + nowhere + "`"),
          failure.getMessage());
    }
  }

  private ImportConfig toy(String to, long seed, int shardImages) {
    return new ImportConfig("toy:37", folder.resolve(to).toString(), 16, seed, 0, shardImages);
  }

  private ImportConfig photos(double maxRejects) {
    return new ImportConfig(
        "folder:" + folder.resolve("photos"),
        folder.resolve("shards").toString(),
        16,
        1,
        maxRejects,
        4);
  }

  private void images(String name, int count) throws IOException {
    File directory = folder.resolve(name).toFile();
    Files.createDirectories(directory.toPath());
    for (int index = 0; index < count; index++) {
      BufferedImage image = new BufferedImage(20, 18, BufferedImage.TYPE_INT_RGB);
      image.setRGB(4, 4, index * 1000);
      assertTrue(ImageIO.write(image, "png", new File(directory, index + ".png")));
    }
  }

  private Set<String> files(String name) throws IOException {
    try (Stream<Path> listed = Files.list(folder.resolve(name))) {
      return listed.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static List<String> keys(JavaSparkContext spark, String shards) throws IOException {
    return TensorRdd.open(spark, shards).shards().collect().stream()
        .flatMap(block -> IntStream.range(0, block.count()).mapToObj(block::key))
        .toList();
  }

  private static JavaSparkContext spark(String master) {
    String[] words = master.split(" in ", -1);
    SparkConf conf = new SparkConf().setMaster(words[0]).set("spark.ui.enabled", "false");
    if (words.length > 1) {
      conf.set("spark.default.parallelism", words[1]);
    }
    return JobContext.open("import test", conf);
  }
}
