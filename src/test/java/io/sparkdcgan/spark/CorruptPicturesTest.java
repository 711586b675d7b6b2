package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.random.RandomStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with broken files among the good ones: exact counts, one list, one digest. */
class CorruptPicturesTest {
  @TempDir private Path folder;

  /** Name to bytes of every kind of broken file. */
  private final Map<String, byte[]> broken = new LinkedHashMap<>();

  /** Name to the reason under which it is counted. */
  private final Map<String, String> reasons = new TreeMap<>();

  @BeforeEach
  void breakFiles() throws IOException {
    byte[] jpeg = noise("jpg");
    byte[] png = noise("png");
    byte[] webp = noise("webp");
    RandomStream chance = RandomStream.of(1, "bytes");
    byte[] random = new byte[3000];
    for (int at = 0; at < random.length; at++) {
      random[at] = (byte) chance.nextInt(256);
    }
    add("zero.jpg", "empty", new byte[0]);
    add("random.jpg", "unknown-format", random);
    add("page.jpg", "unknown-format", "<html>404</html>".getBytes(StandardCharsets.UTF_8));
    for (int percent : new int[] {10, 50, 90, 99}) {
      add("cut" + percent + ".jpg", "truncated", cut(jpeg, percent));
    }
    add("cut.png.jpeg", "truncated", cut(png, 60));
    add("cut.webp", "truncated", cut(webp, 60));
    int data = new String(png, StandardCharsets.ISO_8859_1).indexOf("IDAT");
    byte[] checksum = png.clone();
    checksum[data + 4 + ByteBuffer.wrap(png).getInt(data - 4)] ^= 1;
    add("checksum.png", "damaged", checksum);
    // 100 KB that claim 30,000 x 30,000
    byte[] huge = Arrays.copyOf(png, 100_000);
    ByteBuffer.wrap(huge).putInt(16, 30_000).putInt(20, 30_000);
    add("huge.png", "too-large", huge);
  }

  @Test
  void everyKindAloneIsCountedUnderItsReason() throws IOException {
    try (JavaSparkContext spark = spark("local[1]")) {
      for (Map.Entry<String, byte[]> kind : broken.entrySet()) {
        String name = kind.getKey().replace('.', '-');
        write(name + "/" + kind.getKey(), kind.getValue());
        Failure failure =
            assertThrows(Failure.class, () -> new ImportJob(spark).run(config(name, 0.01)));
        assertEquals(ExitCode.DATA, failure.code());
        String expected = reasons.get(kind.getKey()) + " 1;";
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
      }
    }
  }

  @Test
  void onePercentAmongGoodOnesIsListedAndTheRestIsImported() throws IOException {
    goodPictures("photos", 1089);
    broken.forEach((name, bytes) -> write("photos/" + name, bytes));
    try (JavaSparkContext spark = spark("local[2]")) {
      ShardManifest manifest = new ImportJob(spark).run(config("photos", 0.01)).manifest();

      assertEquals(1089, manifest.images());
      assertEquals(counts(), manifest.rejects());
      List<String> lines = Files.readAllLines(shards("photos").resolve("rejects.jsonl"));
      assertEquals(broken.size(), lines.size());
      for (String name : broken.keySet()) {
        String line = "{\"key\":\"" + name + "\",\"label\":\"\",\"reason\":\"" + reasons.get(name);
        assertEquals(1, lines.stream().filter(found -> found.startsWith(line)).count(), name);
      }
    }
  }

  @Test
  void oneRejectMoreThanTheBudgetPublishesNothing() throws IOException {
    goodPictures("photos", 99 * broken.size());
    broken.forEach((name, bytes) -> write("photos/" + name, bytes));
    write("photos/one-more.jpg", new byte[0]);
    try (JavaSparkContext spark = spark("local[2]")) {
      assertThrows(Failure.class, () -> new ImportJob(spark).run(config("photos", 0.01)));
      assertTrue(Files.notExists(shards("photos")));
    }
  }

  @Test
  void orderPartitionsAndCoresChangeNeitherDigestNorListOfRejects() throws IOException {
    goodPictures("photos", 90);
    broken.forEach((name, bytes) -> write("photos/" + name, bytes));
    ShardManifest one;
    String list;
    try (JavaSparkContext spark = spark("local[1]")) {
      one = new ImportJob(spark).run(config("photos", 0.5)).manifest();
      list = Files.readString(shards("photos").resolve("rejects.jsonl"));
    }
    deleteAll(shards("photos"));
    try (JavaSparkContext spark = spark("local[4]")) {
      ImportJob smallParts = new ImportJob(spark, new PartSize(1, 4));
      ShardManifest other = smallParts.run(config("photos", 0.5)).manifest();

      assertEquals(one.digest(), other.digest());
      assertEquals(one.rejects(), other.rejects());
      assertEquals(list, Files.readString(shards("photos").resolve("rejects.jsonl")));
    }
  }

  private void add(String name, String reason, byte[] bytes) {
    broken.put(name, bytes);
    reasons.put(name, reason);
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    reasons.values().forEach(reason -> counts.merge(reason, 1L, Long::sum));
    return counts;
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
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void goodPictures(String name, int count) throws IOException {
    for (int index = 0; index < count; index++) {
      BufferedImage image = new BufferedImage(18, 17, BufferedImage.TYPE_INT_RGB);
      image.setRGB(4, 4, index * 1000);
      write(name + "/good-" + index + ".png", encoded(image, "png"));
    }
  }

  private static byte[] noise(String format) throws IOException {
    RandomStream chance = RandomStream.of(1, "noise");
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < 48 * 48; pixel++) {
      image.setRGB(pixel % 48, pixel / 48, chance.nextInt(1 << 24));
    }
    return encoded(image, format);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out), format);
    return out.toByteArray();
  }

  private static byte[] cut(byte[] file, int percent) {
    return Arrays.copyOf(file, file.length * percent / 100);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static JavaSparkContext spark(String master) {
    return JobContext.open(
        "corrupt test", new SparkConf().setMaster(master).set("spark.ui.enabled", "false"));
  }
}
