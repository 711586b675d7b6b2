package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.Reject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are given as an archive of images and are something else, or a rare kind of one. */
class NotAnArchiveTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7z\u00BC\u00AF'\u001C! | 7z archive | unpack it",
        "Rar!\u001A\u0007\u0001! | rar archive | unpack it",
        "<!DOCTYPE html><html> | HTML page | fetch it again, since the download failed",
        "version https://git-lfs.github.com/spec/v1 | Git LFS pointer | call git lfs pull",
        "\u00FF\u00D8\u00FF\u00E0 | JPEG image | give an archive or a folder of images",
        "%PDF-1.7 | PDF | save its images as files",
        "PK\u0007\u0008! | first part of a split zip archive | join its parts",
      })
  void isCalledByItsNameInEveryKindOfSource(String start, String name, String remedy)
      throws IOException {
    byte[] bytes = Arrays.copyOf(start.strip().getBytes(StandardCharsets.ISO_8859_1), 700);
    Arrays.fill(bytes, start.strip().length(), bytes.length, (byte) ' ');
    Path file = write("x.zip", bytes);
    String says = " (" + name + "): " + remedy;
    notDamaged(
        Given.failure(ExitCode.DATA, "faces:" + file, "is no zip archive and no tar" + says));
    String zip = start.startsWith("PK") ? "is no zip archive and no tar" : "is no tar archive";
    notDamaged(Given.failure(ExitCode.DATA, "imagenet:" + file, zip + says));
    assertEquals(
        List.of("unsupported: no tar archive" + says), cut(rejects("webdataset:" + file), says));
    // shorter than a tar's first header
    Path small = write("y.zip", Arrays.copyOf(bytes, 60));
    assertEquals(
        List.of("unsupported: no tar archive" + says), cut(rejects("webdataset:" + small), says));
  }

  private static void notDamaged(Failure failure) {
    assertFalse(failure.getMessage().contains("copy it again"), failure.getMessage());
    assertFalse(failure.getMessage().contains("damaged"), failure.getMessage());
  }

  /** Remedies may go on behind what is compared. */
  private static List<String> cut(List<String> lines, String says) {
    return lines.stream()
        .map(line -> line.substring(0, Math.min(line.length(), line.indexOf(says) + says.length())))
        .toList();
  }

  @Test
  void aCompressedFileOfOneImageIsCalledThat() throws IOException {
    Path file = write("one.jpg.gz", Tars.gzipped(new byte[] {-1, -40, -1, -32, 0}));
    Given.failure(
        ExitCode.DATA, "faces:" + file, "(gzip file of a single file, JPEG image): unpack it");
    Path text = write("x.gz", Tars.gzipped("nothing special".getBytes(StandardCharsets.UTF_8)));
    Given.failure(ExitCode.DATA, "faces:" + text, "(gzip file of something else): unpack it");
  }

  @Test
  void whatIsReallyCutOffIsToBeCopiedAgain() throws IOException {
    byte[] zip = zip(ZipArchiveEntry.DEFLATED, "a");
    Path cut = write("cut.zip", Arrays.copyOf(zip, zip.length - 30));
    Given.failure(ExitCode.DATA, "faces:" + cut, "its end is missing: copy it again");
    Given.failure(
        ExitCode.DATA, "faces:" + write("empty.zip", new byte[0]), "has 0 bytes: copy it again");
    Given.failure(
        ExitCode.DATA, "faces:" + write("zeros.tar", new byte[10240]), "holds nothing but zeros");
  }

  @Test
  void aZipBehindAProgramIsRead() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("#!/bin/sh\nexit 1\n".getBytes(StandardCharsets.UTF_8));
    file.writeBytes(zip(ZipArchiveEntry.STORED, "content"));
    assertEquals(
        List.of("a.jpg  content"), Given.lines("faces:" + write("x.sh", file.toByteArray()), 1));
  }

  @Test
  void theLastPartOfASplitZipIsNamed() throws IOException {
    byte[] zip = zip(ZipArchiveEntry.STORED, "content");
    zip[zip.length - 22 + 4] = 2;
    Given.failure(
        ExitCode.DATA,
        "faces:" + write("x.zip", zip),
        "is the last of 3 parts of a split zip archive: join them");
  }

  @Test
  void entriesThatAreCompressedByBzip2AreRead() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(packed)) {
      out.write("content".getBytes(StandardCharsets.UTF_8));
    }
    byte[] zip = raw(12, packed.toByteArray(), "content");
    assertEquals(List.of("a.jpg  content"), Given.lines("faces:" + write("x.zip", zip), 1));
  }

  @ParameterizedTest
  @CsvSource({"14, lzma", "93, zstd", "95, xz", "98, ppmd", "77, method 77"})
  void compressionsOfEntriesThatAreNotReadAreNamed(int method, String name) throws IOException {
    Path zip = write("x.zip", raw(method, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "content"));
    assertEquals(
        List.of("unsupported: compressed by " + name + ": not read, unpack the archive"),
        rejects("faces:" + zip));
  }

  @ParameterizedTest
  @CsvSource({"1", "6", "8", "9", "12"})
  void damagedEntriesOfAnyCompressionAreRejects(int method) throws IOException {
    byte[] noise = new byte[64];
    Arrays.fill(noise, (byte) 0xFF);
    byte[] zip = raw(method, noise, "content");
    if (method == 6) {
      // imploded: with a dictionary and trees of any size
      zip[6] = 6;
      ByteBuffer.wrap(zip).put(central(zip) + 8, (byte) 6);
    }
    Path file = write("x.zip", zip);
    List<String> rejects = rejects("faces:" + file);
    assertEquals(1, rejects.size());
    assertEquals("damaged", rejects.get(0).substring(0, 7));
  }

  @Test
  void encryptedEntriesAreNamed() throws IOException {
    byte[] zip = zip(ZipArchiveEntry.STORED, "content");
    zip[6] |= 1;
    zip[central(zip) + 8] |= 1;
    assertEquals(
        List.of("unsupported: encrypted: not read, unpack the archive with its password"),
        rejects("faces:" + write("x.zip", zip)));
  }

  private static List<String> rejects(String source) throws IOException {
    return Given.images(Given.open(source), 1).stream()
        .map(image -> (Reject) image.content())
        .map(reject -> reject.reason().label() + ": " + reject.detail())
        .toList();
  }

  /** A zip of one entry that is stored or deflated. */
  private static byte[] zip(int method, String content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      ZipArchiveEntry entry = new ZipArchiveEntry("a.jpg");
      entry.setMethod(method);
      entry.setSize(bytes.length);
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      entry.setCrc(checksum.getValue());
      zip.putArchiveEntry(entry);
      zip.write(bytes);
      zip.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  /** A zip of one entry that is compressed already. */
  private static byte[] raw(int method, byte[] packed, String content) throws IOException {
    byte[] stored = zip(ZipArchiveEntry.STORED, "x".repeat(packed.length));
    byte[] zip = stored.clone();
    CRC32 checksum = new CRC32();
    checksum.update(content.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int data = 30 + bytes.getShort(26) + bytes.getShort(28);
    bytes.position(data).put(packed);
    for (int header : new int[] {4, central(zip) + 6}) {
      bytes.putShort(header + 4, (short) method);
      bytes.putInt(header + 10, (int) checksum.getValue());
      bytes.putInt(header + 18, content.length());
    }
    return zip;
  }

  /** Where the directory's first entry starts. */
  private static int central(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 22 + 16);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
