package io.sparkdcgan.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** Writes small tar archives in memory, honest ones by a library and others by hand. */
public final class Tars {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A regular file. */
  public Tars file(String name, byte[] content) {
    return entry(new TarArchiveEntry(name, TarConstants.LF_NORMAL, true), content);
  }

  public Tars file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A regular file with a name of these bytes, 99 of them at most. */
  public Tars bytes(String name, String content) {
    return bytes(
        name.getBytes(StandardCharsets.ISO_8859_1), content.getBytes(StandardCharsets.UTF_8));
  }

  public Tars bytes(byte[] name, byte[] content) {
    byte[] header = header("x", content.length);
    System.arraycopy(name, 0, header, 0, name.length);
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xFF;
    }
    byte[] checksum =
        String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(checksum, 0, header, 148, checksum.length);
    bytes.writeBytes(header);
    bytes.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return this;
  }

  public Tars link(String name, String to, byte type) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(to);
    return entry(entry, new byte[0]);
  }

  public Tars folder(String name) {
    return entry(new TarArchiveEntry(name + "/"), new byte[0]);
  }

  /** A header that claims more than what follows it. */
  public Tars claim(String name, long claimed, String content) {
    byte[] header = header(name, claimed);
    bytes.writeBytes(header);
    byte[] block = new byte[512];
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, block, 0, text.length);
    bytes.writeBytes(block);
    return this;
  }

  /** Blocks that are neither a header nor a content. */
  public Tars noise(int blocks) {
    byte[] noise = new byte[512 * blocks];
    new Random(7).nextBytes(noise);
    bytes.writeBytes(noise);
    return this;
  }

  private static byte[] header(String name, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setSize(size);
    byte[] header = new byte[512];
    try {
      entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return header;
  }

  private Tars entry(TarArchiveEntry entry, byte[] content) {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(one, 512, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // without the two blocks of zeros that end an archive
    bytes.write(one.toByteArray(), 0, one.size() - 1024);
    return this;
  }

  /** With the end that archives have. */
  public byte[] closed() {
    bytes.writeBytes(new byte[1024]);
    return bytes.toByteArray();
  }

  public static byte[] gzipped(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
