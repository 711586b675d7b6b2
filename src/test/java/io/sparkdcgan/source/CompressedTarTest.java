package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedTarTest {
  private static final List<String> IMAGES = List.of("a.jpg  first", "b.jpg  second");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Compression.class)
  void isReadByItsFirstBytesWhateverItsName(Compression compression) throws IOException {
    Path archive = write("x.dat", packed(compression, tar()));
    assertEquals(IMAGES, Given.lines("faces:" + archive, 4));
    assertEquals(
        List.of("x.dat/a.jpg  first", "x.dat/b.jpg  second"),
        Given.lines("webdataset:" + archive, 4));
    Files.createDirectories(folder.resolve("classes"));
    write("classes/cat.tar", packed(compression, tar()));
    assertEquals(
        List.of("cat/a.jpg cat first", "cat/b.jpg cat second"),
        Given.lines("imagenet:" + folder + "/classes", 4));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void partsThatWereCompressedEachAndJoinedAreAllRead(Compression compression) throws IOException {
    byte[] tar = tar();
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(packed(compression, Arrays.copyOf(tar, 700)));
    joined.writeBytes(packed(compression, Arrays.copyOfRange(tar, 700, tar.length)));
    assertEquals(IMAGES, Given.lines("faces:" + write("x.tar", joined.toByteArray()), 1));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatIsCutOffLosesWhatIsBehindTheCut(Compression compression) throws IOException {
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    byte[] packed =
        packed(compression, new Tars().file("a.jpg", "first").file("b.jpg", noise).closed());
    Path cut = write("cut.tar", Arrays.copyOf(packed, packed.length * 9 / 10));
    assertEquals(List.of("a.jpg  first", "b.jpg  [truncated]"), Given.lines("faces:" + cut, 1));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void damagedBytesAreRejectsAndNoOtherException(Compression compression) throws IOException {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    byte[] packed =
        packed(compression, new Tars().file("a.jpg", "first").file("b.jpg", noise).closed());
    Random chance = new Random(2);
    for (int trial = 0; trial < 20; trial++) {
      byte[] damaged = packed.clone();
      for (int hit = 0; hit < 4; hit++) {
        damaged[20 + chance.nextInt(packed.length - 20)] ^= (byte) (1 + chance.nextInt(255));
      }
      write("x.tar", damaged);
      // the shard's own format does not say which of its bytes are wrong
      assertTrue(Given.lines("webdataset:" + folder + "/x.tar", 1).size() <= 3);
    }
  }

  @Test
  void aDictionaryThatTakesTooMuchMemoryIsAFailureThatSaysSo() throws IOException {
    byte[] packed = packed(Compression.XZ, tar());
    // of the block's header: the dictionary's size; then its checksum
    int block = 12;
    packed[block + 4] = 36;
    CRC32 checksum = new CRC32();
    int bytes = 4 * (packed[block] & 0xFF);
    checksum.update(packed, block, bytes);
    for (int at = 0; at < 4; at++) {
      packed[block + bytes + at] = (byte) (checksum.getValue() >>> (8 * at));
    }
    Given.failure(
        ExitCode.DATA,
        "faces:" + write("x.tar.xz", packed),
        "takes more than 128 MiB of memory to unpack: compress it again");
  }

  @Test
  void aTarWhoseFirstMemberIsNamedLikeACompressionIsATar() throws IOException {
    byte[] tar = new Tars().file("BZh9.jpg", "first").closed();
    assertEquals(List.of("BZh9.jpg  first"), Given.lines("faces:" + write("x.tar", tar), 1));
  }

  @Test
  void imageNetsOuterTarHasToBePlain() throws IOException {
    Given.failure(
        ExitCode.DATA,
        "imagenet:" + write("x.tar.xz", packed(Compression.XZ, tar())),
        "is compressed as a whole, so that no class can be found in it: unpack it");
  }

  private static byte[] tar() {
    return new Tars().file("a.jpg", "first").file("b.jpg", "second").closed();
  }

  private static byte[] packed(Compression compression, byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new GZIPOutputStream(packed);
          case BZIP2 -> new BZip2CompressorOutputStream(packed);
          case XZ -> new XZCompressorOutputStream(packed);
          case ZSTANDARD -> new ZstdCompressorOutputStream(packed);
        }) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
