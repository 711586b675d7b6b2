package io.sparkdcgan.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards and manifests on a local disk. */
class ShardTest {
  @TempDir private Path folder;
  private final Configuration hadoop = new Configuration();

  @Test
  void whatIsWrittenIsReadInItsOrder() throws IOException {
    List<ImageRecord> written = records(300);
    Shard shard = write(7, "abc", written);
    ImageBlock block = new ShardReader(uri(), 16, hadoop).read(shard);

    assertEquals("data/shard-00007-abc.parquet", shard.file());
    assertEquals(Files.size(folder.resolve(shard.file())), shard.bytes());
    assertEquals(300, block.count());
    for (int index = 0; index < 300; index++) {
      ImageRecord image = written.get(index);
      assertEquals(image.key(), block.key(index));
      assertEquals(image.label(), block.label(index));
      byte[] pixels = new byte[768];
      System.arraycopy(block.pixels(), index * 768, pixels, 0, 768);
      assertArrayEquals(image.pixels(), pixels, image.key());
    }
  }

  @Test
  void otherProgramsSeePlainColumnsAndTheImageSize() throws IOException {
    Shard shard = write(0, "abc", records(3));
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(uri(), shard.file()), hadoop))) {
      ParquetMetadata footer = reader.getFooter();
      assertEquals(
          """
          message picture {
            required binary key (STRING);
            required binary label (STRING);
            required fixed_len_byte_array(768) pixels;
          }
          """,
          footer.getFileMetaData().getSchema().toString());
      assertEquals(
          "16", footer.getFileMetaData().getKeyValueMetaData().get("sparkdcgan.image-size"));
      assertEquals(
          CompressionCodecName.UNCOMPRESSED,
          footer.getBlocks().get(0).getColumns().get(2).getCodec());
    }
  }

  @Test
  void digestIsOfTheRecordsAndTheirOrderNotOfTheName() throws IOException {
    List<ImageRecord> records = records(5);
    Shard shard = write(0, "one", records);
    assertEquals(shard.sha256(), write(3, "two", records).sha256());
    List<ImageRecord> turned = new ArrayList<>(records.subList(1, 5));
    turned.add(records.get(0));
    assertNotEquals(shard.sha256(), write(0, "three", turned).sha256());
  }

  @Test
  void shardOfOtherImagesThanItsManifestSaysIsRefused() throws IOException {
    Shard shard = write(0, "one", records(5));
    Shard other = write(1, "two", records(6).subList(1, 6));
    Shard mixed = new Shard(other.file(), 5, other.bytes(), shard.sha256());
    assertFailure(ExitCode.DATA, "holds other images than its manifest says", mixed);
    Shard fewer = new Shard(shard.file(), 6, shard.bytes(), shard.sha256());
    assertFailure(ExitCode.DATA, "holds 5 images, but its manifest says 6", fewer);
    Shard more = new Shard(shard.file(), 4, shard.bytes(), shard.sha256());
    assertFailure(ExitCode.DATA, "holds 5 images, but its manifest says 4", more);
  }

  @Test
  void shardThatIsCutOffOrGoneIsRefused() throws IOException {
    Shard shard = write(0, "one", records(5));
    byte[] whole = Files.readAllBytes(folder.resolve(shard.file()));
    Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
    Shard cut = new Shard("cut.parquet", 5, shard.bytes(), shard.sha256());
    assertFailure(ExitCode.DATA, "is no shard", cut);
    Shard gone = new Shard("gone.parquet", 5, shard.bytes(), shard.sha256());
    assertFailure(ExitCode.INPUT_MISSING, "is in its manifest but not there", gone);
  }

  @Test
  void writerThatFailsLeavesNothing() {
    List<ImageRecord> records = List.of(new ImageRecord("key", "", new byte[3]));
    assertThrows(RuntimeException.class, () -> write(0, "one", records));
    assertEquals(List.of("data"), List.of(folder.toFile().list()));
    assertEquals(List.of(), List.of(folder.resolve("data").toFile().list()));
  }

  @Test
  void manifestIsReadAsItWasWritten() throws IOException {
    ShardManifest manifest = manifest(write(0, "one", records(5)));
    manifest.write(ObjectStore.at(uri(), hadoop));
    assertEquals(manifest, ShardManifest.read(folder.toString(), hadoop));
  }

  @Test
  void manifestThatIsMissingGarbageAlteredOrEmptyIsRefused() throws IOException {
    assertManifest(ExitCode.INPUT_MISSING, "`import SOURCE --to " + uri() + "`");
    Path file = folder.resolve("_manifest.json");
    Files.writeString(file, "{\"formatVersion\": 1, ");
    assertManifest(ExitCode.DATA, "is no manifest of shards");
    Files.writeString(file, "{\"formatVersion\": 1}");
    assertManifest(ExitCode.DATA, "is no manifest of shards");

    ShardManifest manifest = manifest(write(0, "one", records(5)));
    manifest.write(ObjectStore.at(uri(), hadoop));
    String json = Files.readString(file);
    Files.writeString(file, json.replaceFirst("\"images\" : 5", "\"images\" : 4"));
    assertManifest(ExitCode.DATA, "contradicts itself");
    Files.writeString(file, json.replace(manifest.digest(), "0".repeat(64)));
    assertManifest(ExitCode.DATA, "contradicts itself");
    Files.writeString(file, json.replace("\"formatVersion\" : 1", "\"formatVersion\" : 9"));
    assertManifest(ExitCode.DATA, "is of format version 9, but this version reads 1");

    manifest().write(ObjectStore.at(uri(), hadoop));
    assertManifest(ExitCode.DATA, "counts no images");
  }

  /** Hadoop takes such a name for a whole path, whatever folder it is put behind. */
  @Test
  void manifestThatNamesAFileOutsideOfItsFolderIsRefused() throws IOException {
    for (String name :
        List.of(
            "http://host/a",
            "s3a://bucket/a",
            "../a",
            "/etc/passwd",
            "a/b",
            "data/../a",
            "data/a/b",
            "data/")) {
      manifest(new Shard(name, 1, 1, "0".repeat(64))).write(ObjectStore.at(uri(), hadoop));
      assertManifest(ExitCode.DATA, "names a shard outside of its folder");
    }
  }

  private static ShardManifest manifest(Shard... shards) {
    List<Shard> all = List.of(shards);
    long images = all.stream().mapToLong(Shard::images).sum();
    return new ShardManifest(
        1,
        16,
        3,
        1024,
        "toy:5",
        "f",
        images,
        Map.of("a", images),
        Map.of("empty", 2L),
        Map.of("txt", 4L),
        3,
        all,
        Map.of("max-pixels", "9"),
        ShardManifest.digest(all));
  }

  private void assertFailure(ExitCode code, String says, Shard shard) {
    Failure failure =
        assertThrows(Failure.class, () -> new ShardReader(uri(), 16, hadoop).read(shard));
    assertEquals(code, failure.code());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
  }

  private void assertManifest(ExitCode code, String says) {
    Failure failure = assertThrows(Failure.class, () -> ShardManifest.read(uri(), hadoop));
    assertEquals(code, failure.code());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
  }

  private Shard write(int index, String attempt, List<ImageRecord> records) throws IOException {
    return new ShardWriter(uri(), 16, hadoop).write(index, attempt, records.iterator());
  }

  private String uri() {
    return "file:" + folder;
  }

  private static List<ImageRecord> records(int count) {
    List<ImageRecord> records = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      RandomStream chance = RandomStream.of(1, "pixels", index);
      byte[] pixels = new byte[768];
      for (int pixel = 0; pixel < pixels.length; pixel++) {
        pixels[pixel] = (byte) chance.nextInt(256);
      }
      records.add(new ImageRecord("köy-" + index, index % 2 == 0 ? "even" : "", pixels));
    }
    return records;
  }
}
