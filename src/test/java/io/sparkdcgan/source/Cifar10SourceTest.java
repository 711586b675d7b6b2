package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CIFAR-10 of three images a batch. */
class Cifar10SourceTest {
  private static final int PLANE = 32 * 32;

  @TempDir private Path folder;
  private final Configuration hadoop = new Configuration();

  @BeforeEach
  void unpack() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nautomobile\nbird\n\n");
    for (int number = 1; number <= 5; number++) {
      batch("data_batch_" + number + ".bin", record(0, number), record(1, 6), record(2, 7));
    }
    batch("test_batch.bin", record(2, 100), record(1, 101));
  }

  @Test
  void aFolderIsItsTrainingBatchesWithLabelsByName() throws IOException {
    List<SourceImage> images = images(folder.toString(), 1);
    assertEquals(15, images.size());
    assertEquals("data_batch_1.bin/00000", images.get(0).key());
    assertEquals("data_batch_5.bin/00002", images.get(14).key());
    assertEquals(
        List.of("airplane", "automobile", "bird"),
        images.stream().limit(3).map(SourceImage::label).toList());
  }

  @Test
  void aFileIsItsImagesAlone() throws IOException {
    List<SourceImage> images = images(folder + "/test_batch.bin", 1);
    assertEquals(
        List.of("test_batch.bin/00000", "test_batch.bin/00001"),
        images.stream().map(SourceImage::key).toList());
    assertEquals(List.of("bird", "automobile"), images.stream().map(SourceImage::label).toList());
  }

  @Test
  void pixelsComeThroughAt32PixelsAsTheyAre() throws IOException {
    byte[] record = record(0, 3);
    SourceImage image = images(folder.toString(), 1).get(6);
    RgbImage pixels = assertInstanceOf(RgbImage.class, image.content());
    assertEquals(32, pixels.width());
    assertEquals(32, pixels.height());
    // row 2, column 5: red, then green, then blue
    int pixel = 2 * 32 + 5;
    assertEquals(record[1 + pixel], pixels.rgb()[3 * pixel]);
    assertEquals(record[1 + PLANE + pixel], pixels.rgb()[3 * pixel + 1]);
    assertEquals(record[1 + 2 * PLANE + pixel], pixels.rgb()[3 * pixel + 2]);
    // a shard's pixels are planes again: the record's bytes behind its class
    assertArrayEquals(
        Arrays.copyOfRange(record, 1, record.length), new Resampler(32).square(pixels));
  }

  @Test
  void partsHoldEveryImageOnceHoweverManyThereAre() throws IOException {
    List<String> keys = images(folder.toString(), 1).stream().map(SourceImage::key).toList();
    for (int wanted : List.of(2, 4, 100)) {
      assertEquals(keys, images(folder.toString(), wanted).stream().map(SourceImage::key).toList());
    }
  }

  @Test
  void theFolderAroundTheUnpackedArchiveWillDo() throws IOException {
    Path unpacked = Files.createDirectories(folder.resolve("around/cifar-10-batches-bin"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, unpacked.resolve(file.getFileName()));
      }
    }
    assertEquals(15, images(folder + "/around", 1).size());
  }

  @Test
  void aFileOfAnotherLengthIsADataFailure() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("data_batch_3.bin"));
    Files.write(folder.resolve("data_batch_3.bin"), Arrays.copyOf(whole, whole.length - 1));
    assertFailure(
        folder.toString(),
        ExitCode.DATA,
        "data_batch_3.bin has 9218 bytes, but a batch of CIFAR-10 has records of 3073");
    Files.write(folder.resolve("test_batch.bin"), new byte[0]);
    assertFailure(folder + "/test_batch.bin", ExitCode.DATA, "test_batch.bin has 0 bytes");
  }

  @Test
  void aClassWithoutANameIsADataFailure() throws IOException {
    batch("test_batch.bin", record(1, 0), record(3, 0));
    Failure failure = assertThrows(Failure.class, () -> images(folder + "/test_batch.bin", 1));
    assertEquals(ExitCode.DATA, failure.code());
    assertTrue(
        failure.getMessage().startsWith("record 1 of ")
            && failure.getMessage().contains("is of class 3, but batches.meta.txt names 3"),
        failure.getMessage());
  }

  @Test
  void otherDownloadsOfCifarAreCalledByTheirName() throws IOException {
    Path python = Files.createDirectories(folder.resolve("py/cifar-10-batches-py"));
    byte[] pickle = Arrays.copyOf(new byte[] {(byte) 0x80, 2, '}'}, 5000);
    Files.write(python.resolve("data_batch_1"), pickle);
    String version = "CIFAR-10's Python version, which is not read: get its binary version";
    assertFailure(python.toString(), ExitCode.DATA, version);
    assertFailure(folder + "/py", ExitCode.DATA, version);
    assertFailure(python + "/data_batch_1", ExitCode.DATA, version);
    Path hundred = Files.createDirectories(folder.resolve("cifar-100-binary"));
    Files.write(hundred.resolve("train.bin"), new byte[2 * 3074]);
    assertFailure(hundred.toString(), ExitCode.DATA, "is CIFAR-100, and CIFAR-10 is what is read");
    assertFailure(hundred + "/train.bin", ExitCode.DATA, "has records of CIFAR-100");
    Files.write(folder.resolve("x.tar.gz"), Tars.gzipped(new byte[100]));
    assertFailure(
        folder + "/x.tar.gz",
        ExitCode.DATA,
        "is no batch of CIFAR-10 (gzip file): give the folder that its binary version unpacks to");
  }

  @Test
  void whatIsNotThereIsMissingInput() throws IOException {
    assertFailure(folder + "/no", ExitCode.INPUT_MISSING, "data_batch_1.bin does not exist");
    Files.delete(folder.resolve("data_batch_4.bin"));
    assertFailure(folder.toString(), ExitCode.INPUT_MISSING, "data_batch_4.bin does not exist");
    Files.delete(folder.resolve("batches.meta.txt"));
    assertFailure(
        folder + "/test_batch.bin", ExitCode.INPUT_MISSING, "batches.meta.txt does not exist");
  }

  @Test
  void fingerprintFollowsFilesAndNames() throws IOException {
    String before = open(folder.toString()).fingerprint();
    assertEquals(before, open(folder.toString()).fingerprint());
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\ncar\nbird\n");
    assertNotEquals(before, open(folder.toString()).fingerprint());
  }

  /** A record whose pixels name their place, so that a mixed-up one shows. */
  private static byte[] record(int label, int salt) {
    byte[] record = new byte[1 + 3 * PLANE];
    record[0] = (byte) label;
    for (int at = 1; at < record.length; at++) {
      record[at] = (byte) (at * 31 + at / PLANE * 7 + salt);
    }
    return record;
  }

  private void batch(String name, byte[]... records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] record : records) {
      bytes.write(record);
    }
    Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private ImageSource open(String where) throws IOException {
    return ImageSources.open("cifar10:" + where, 32, 1, hadoop);
  }

  private List<SourceImage> images(String where, int wanted) throws IOException {
    List<SourceImage> images = new ArrayList<>();
    for (SourcePart part : open(where).parts(wanted)) {
      try (Stream<SourceImage> read = part.read(hadoop)) {
        read.forEach(images::add);
      }
    }
    return images;
  }

  private void assertFailure(String where, ExitCode code, String says) {
    Failure failure = assertThrows(Failure.class, () -> open(where));
    assertEquals(code, failure.code(), failure.getMessage());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
  }
}
