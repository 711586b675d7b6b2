package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.dedup.CodeFile;
import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.imports.PartDecoding.PartSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports without near-duplicates on embedded Spark. */
class DeduplicationTest {
  private static final int FACES = 240;
  private static final int PLANTED = 24;

  @TempDir private Path folder;

  @Test
  void plantedNearDuplicatesGoAndDistinctFacesStay() throws IOException {
    new PlantedDuplicates(folder.resolve("faces")).plant(FACES, FACES / PLANTED);
    try (JavaSparkContext spark = spark("local[2]")) {
      ShardManifest manifest = new ImportJob(spark).run(faces("a").deduplicated()).manifest();
      List<JsonNode> found = duplicates("a");

      Map<String, Integer> pairs = new TreeMap<>();
      for (JsonNode line : found) {
        String removed = line.get("key").asText();
        String kept = line.get("duplicateOf").asText();
        assertEquals(face(removed), face(kept), "distinct faces were merged: " + line);
        assertTrue(line.get("distance").asInt() <= ImageCode.NEAR, line.toString());
        assertEquals(32, line.get("code").asText().length());
        pairs.merge(kind(removed).isEmpty() ? kind(kept) : kind(removed), 1, Integer::sum);
      }
      String said = pairs.toString();
      assertEquals(FACES + 4 * PLANTED - found.size(), manifest.images(), said);
      assertEquals(found.size(), manifest.duplicates());
      assertEquals(Map.of(), manifest.rejects());
      assertEquals(manifest.images(), manifest.labels().get(""));
      assertTrue(pairs.getOrDefault("jpeg", 0) >= PLANTED * 5 / 6, said);
      assertTrue(pairs.getOrDefault("brighter", 0) >= PLANTED * 5 / 6, said);
      // a mirrored face is another face, unless it is as good as symmetric
      assertTrue(pairs.getOrDefault("mirrored", 0) <= PLANTED / 4, said);
      assertTrue(pairs.getOrDefault("shifted", 0) >= PLANTED * 3 / 4, said);
      assertEquals(Map.of(), spark.getPersistentRDDs());
    }
    String page = Files.readString(folder.resolve("a/_duplicates.html"));
    int shown = page.split("data:image/png;base64,", -1).length - 1;
    assertEquals(2 * duplicates("a").size(), shown);
    assertTrue(page.contains("<b>" + duplicates("a").size() + "</b> of 336 images"), "total");
    assertFalse(page.contains("://"), "the page needs nothing else");
  }

  @Test
  void whatIsRemovedDependsOnNeitherCoresNorParts() throws IOException {
    new PlantedDuplicates(folder.resolve("faces")).plant(60, 6);
    try (JavaSparkContext spark = spark("local[1]")) {
      new ImportJob(spark).run(faces("one").deduplicated());
    }
    try (JavaSparkContext spark = spark("local[2]")) {
      new ImportJob(spark, new PartSize(1, 7)).run(faces("two").deduplicated());
    }
    for (String file : List.of("_duplicates.jsonl", "_dedup.safetensors")) {
      assertArrayEquals(bytes("one", file), bytes("two", file), file);
    }
    assertTrue(duplicates("one").size() > 5, duplicates("one").toString());
    assertEquals(manifest("one").digest(), manifest("two").digest());
  }

  @Test
  void anImportThatWasKilledDoesNotLearnAgain() throws IOException {
    new PlantedDuplicates(folder.resolve("faces")).plant(40, 8);
    try (JavaSparkContext spark = spark("local[2]")) {
      new ImportJob(spark).run(faces("whole").deduplicated());
      // a folder in the list's place: learned, then killed
      Path inTheWay = folder.resolve("again/_duplicates.jsonl/in the way");
      Files.createDirectories(inTheWay);
      assertThrows(Failure.class, () -> new ImportJob(spark).run(faces("again").deduplicated()));
      Files.delete(inTheWay);
      Files.delete(inTheWay.getParent());
      ImportStaging staging =
          new ImportStaging(folder.resolve("again").toUri().toString(), new Configuration());
      assertArrayEquals(bytes("whole", CodeFile.FILE), staging.kept(CodeFile.FILE).orElseThrow());
      // other weights in their place show that these are what the second start goes by
      byte[] others = CodeFile.bytes(CodeNetwork.initialState(7));
      staging.keep(CodeFile.FILE, others);
      ShardManifest again = new ImportJob(spark).run(faces("again").deduplicated()).manifest();

      assertArrayEquals(others, bytes("again", CodeFile.FILE));
      assertEquals(50 + 10 - again.duplicates(), again.images());
      assertFalse(Files.exists(folder.resolve("again/_staging")));
      assertTrue(new ImportJob(spark).run(faces("again").deduplicated()).alreadyThere());
    }
  }

  @Test
  void aSetThatWouldMostlyGoIsLeftAsItIs() throws IOException {
    Files.createDirectories(folder.resolve("faces"));
    for (int index = 0; index < 12; index++) {
      BufferedImage black = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(black, "png", folder.resolve("faces/" + index + ".png").toFile());
    }
    try (JavaSparkContext spark = spark("local[2]")) {
      Failure failure =
          assertThrows(Failure.class, () -> new ImportJob(spark).run(faces("a").deduplicated()));
      assertEquals(ExitCode.DATA, failure.code());
      assertTrue(failure.getMessage().startsWith("11 of 12 images of "), failure.getMessage());
      assertTrue(failure.getMessage().contains("11 of them for "), failure.getMessage());
      assertTrue(failure.getMessage().endsWith("import without --dedup"), failure.getMessage());
    }
    assertFalse(Files.exists(folder.resolve("a")));
  }

  @Test
  void withAndWithoutNearDuplicatesAreTwoImports() throws IOException {
    new PlantedDuplicates(folder.resolve("faces")).plant(10, 20);
    try (JavaSparkContext spark = spark("local[2]")) {
      new ImportJob(spark).run(faces("a"));
      String manifest = Files.readString(folder.resolve("a/_manifest.json"));
      assertFalse(manifest.contains("dup"), manifest);
      Failure failure =
          assertThrows(Failure.class, () -> new ImportJob(spark).run(faces("a").deduplicated()));
      assertEquals(ExitCode.CONFIGURATION, failure.code());
      assertTrue(
          failure.getMessage().contains("dedup is off there, but 1 was asked for"),
          failure.getMessage());
    }
  }

  private ImportConfig faces(String to) {
    String source = "folder:" + folder.resolve("faces");
    return new ImportConfig(source, folder.resolve(to).toString(), 64, 1, 0, 100);
  }

  private ShardManifest manifest(String name) throws IOException {
    return ShardManifest.read(folder.resolve(name).toString(), new Configuration());
  }

  private byte[] bytes(String name, String file) throws IOException {
    return Files.readAllBytes(folder.resolve(name).resolve(file));
  }

  private List<JsonNode> duplicates(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve("_duplicates.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** {@code 7} of {@code 7-jpeg.jpg}. */
  private static String face(String key) {
    return key.split("[-.]", -1)[0];
  }

  /** {@code jpeg} of {@code 7-jpeg.jpg}; empty of the face itself. */
  private static String kind(String key) {
    return key.contains("-") ? key.substring(key.indexOf('-') + 1, key.indexOf('.')) : "";
  }

  private static JavaSparkContext spark(String master) {
    SparkConf conf = new SparkConf().setMaster(master).set("spark.ui.enabled", "false");
    return JobContext.open("dedup test", conf);
  }
}
