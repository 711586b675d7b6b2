package io.sparkdcgan.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipLong;
import org.apache.commons.compress.archivers.zip.ZipShort;

/** Writes small zip archives by hand, with names of any bytes. Nothing in them is compressed. */
public final class Zips {
  private static final int UNIX = 3 << 8;
  private static final int UTF_8 = 1 << 11;
  private static final int VERSION = 20;
  private static final int DAY = 0x21;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int entries;

  /** Numbers one after the other, the lowest byte first. */
  private static final class Fields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Fields shorts(int... values) {
      for (int value : values) {
        bytes.writeBytes(ZipShort.getBytes(value));
      }
      return this;
    }

    Fields ints(int... values) {
      for (int value : values) {
        bytes.writeBytes(ZipLong.getBytes(value));
      }
      return this;
    }

    Fields then(byte... more) {
      bytes.writeBytes(more);
      return this;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  /** An entry as Unix writes it. */
  public Zips file(String name, byte[] content) {
    return entry(name.getBytes(StandardCharsets.UTF_8), UNIX, UTF_8, new byte[0], 0, content);
  }

  public Zips file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** An entry as DOS and old Windows write it: nobody says which encoding its name is in. */
  public Zips dos(byte[] name, byte[] content) {
    return entry(name, 0, 0, new byte[0], 0, content);
  }

  /** The same with Info-ZIP's word on what the name is. */
  public Zips dos(byte[] name, String unicode, byte[] content) {
    byte[] text = unicode.getBytes(StandardCharsets.UTF_8);
    Fields extra = new Fields().shorts(0x7075, 5 + text.length).then((byte) 1);
    return entry(name, 0, 0, extra.ints(checksum(name)).then(text).bytes(), 0, content);
  }

  /** A symbolic link. */
  public Zips link(String name, String to) {
    byte[] target = to.getBytes(StandardCharsets.UTF_8);
    return entry(
        name.getBytes(StandardCharsets.UTF_8), UNIX, UTF_8, new byte[0], 0xA1FF0000, target);
  }

  private Zips entry(
      byte[] name, int platform, int flags, byte[] extra, int attributes, byte[] content) {
    int crc = checksum(content);
    int at = body.size();
    body.writeBytes(
        new Fields()
            .ints(0x04034B50)
            .shorts(VERSION, flags, 0, 0, DAY)
            .ints(crc, content.length, content.length)
            .shorts(name.length, extra.length)
            .then(name)
            .then(extra)
            .then(content)
            .bytes());
    directory.writeBytes(
        new Fields()
            .ints(0x02014B50)
            .shorts(platform | VERSION, VERSION, flags, 0, 0, DAY)
            .ints(crc, content.length, content.length)
            .shorts(name.length, extra.length, 0, 0, 0)
            .ints(attributes, at)
            .then(name)
            .then(extra)
            .bytes());
    entries++;
    return this;
  }

  private static int checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  /** With the directory at its end. */
  public byte[] closed() {
    return new Fields()
        .then(body.toByteArray())
        .then(directory.toByteArray())
        .ints(0x06054B50)
        .shorts(0, 0, entries, entries)
        .ints(directory.size(), body.size())
        .shorts(0)
        .bytes();
  }
}
