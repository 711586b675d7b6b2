package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.imports.PartDecoding.PartSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with broken files among the good ones: exact counts, one list, one digest. */
class CorruptImagesTest {
  @TempDir private Path folder;

  private final CorruptSet set;

  CorruptImagesTest() throws IOException {
    set = new CorruptSet();
  }

  @Test
  void everyKindAloneIsCountedUnderItsReason() throws IOException {
    try (JavaSparkContext spark = spark("local[1]")) {
      for (Map.Entry<String, byte[]> kind : set.broken.entrySet()) {
        String name = kind.getKey().replace('.', '-');
        write(name + "/" + kind.getKey(), kind.getValue());
        Failure failure =
            assertThrows(Failure.class, () -> new ImportJob(spark).run(config(name, 0.01)));
        assertEquals(ExitCode.DATA, failure.code());
        String expected = set.reasons.get(kind.getKey()) + " 1;";
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
      }
    }
  }

  @Test
  void oddImagesAloneAreImported() throws IOException {
    try (JavaSparkContext spark = spark("local[1]")) {
      for (Map.Entry<String, byte[]> kind : set.odd.entrySet()) {
        String name = kind.getKey().replace('.', '-');
        write(name + "/" + kind.getKey(), kind.getValue());
        assertEquals(1, new ImportJob(spark).run(config(name, 0)).manifest().images(), name);
      }
    }
  }

  @Test
  void onePercentAmongGoodOnesIsListedAndTheRestIsImported() throws IOException {
    int good = 99 * set.broken.size();
    writeAll("photos", good);
    try (JavaSparkContext spark = spark("local[2]")) {
      ShardManifest manifest = new ImportJob(spark).run(config("photos", 0.01)).manifest();

      assertEquals(good, manifest.images());
      assertEquals(set.counts(), manifest.rejects());
      List<String> lines = Files.readAllLines(shards("photos").resolve("_rejects.jsonl"));
      assertEquals(set.broken.size(), lines.size());
      set.reasons.forEach(
          (name, reason) -> {
            String line = "{\"key\":\"" + name + "\",\"label\":\"\",\"reason\":\"" + reason;
            assertEquals(1, lines.stream().filter(found -> found.startsWith(line)).count(), name);
          });
    }
  }

  @Test
  void oneRejectMoreThanTheBudgetPublishesNothing() throws IOException {
    writeAll("photos", 99 * set.broken.size());
    write("photos/one-more.jpg", new byte[0]);
    try (JavaSparkContext spark = spark("local[2]")) {
      assertThrows(Failure.class, () -> new ImportJob(spark).run(config("photos", 0.01)));
      assertTrue(Files.notExists(shards("photos")));
    }
  }

  @Test
  void orderPartitionsAndCoresChangeNeitherDigestNorListOfRejects() throws IOException {
    Map<String, byte[]> files = writeAll("photos", 90);
    List<String> names = new ArrayList<>(files.keySet());
    Collections.reverse(names);
    names.forEach(name -> write("reversed/" + name, files.get(name)));
    ShardManifest one;
    try (JavaSparkContext spark = spark("local[1]")) {
      one = new ImportJob(spark).run(config("photos", 0.5)).manifest();
    }
    try (JavaSparkContext spark = spark("local[4]")) {
      // parts of up to 4 images, files of one
      ImportJob smallParts = new ImportJob(spark, new PartSize(1, 4, 1));
      ShardManifest other = smallParts.run(config("reversed", 0.5)).manifest();

      assertEquals(one.digest(), other.digest());
      assertEquals(one.rejects(), other.rejects());
      assertEquals(
          Files.readString(shards("photos").resolve("_rejects.jsonl")),
          Files.readString(shards("reversed").resolve("_rejects.jsonl")));
    }
  }

  /** All broken, all odd and so many images that are good, the odd ones included. */
  private Map<String, byte[]> writeAll(String name, int good) throws IOException {
    Map<String, byte[]> files = CorruptSet.good(good - set.odd.size());
    files.putAll(set.odd);
    files.putAll(set.broken);
    files.forEach((file, bytes) -> write(name + "/" + file, bytes));
    return files;
  }

  private ImportConfig config(String source, double maxRejects) {
    String from = "folder:" + folder.resolve(source);
    return new ImportConfig(from, shards(source).toString(), 16, 1, maxRejects, 100);
  }

  private Path shards(String source) {
    return folder.resolve("shards-" + source);
  }

  private void write(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavaSparkContext spark(String master) {
    return JobContext.open(
        "corrupt test", new SparkConf().setMaster(master).set("spark.ui.enabled", "false"));
  }
}
