package io.sparkdcgan.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes small zip archives by hand, with names of any bytes. Nothing in them is compressed. */
public final class Zips {
  private static final int UNIX = 3 << 8;
  private static final int UTF_8 = 1 << 11;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int entries;

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
    CRC32 checksum = new CRC32();
    checksum.update(name);
    byte[] text = unicode.getBytes(StandardCharsets.UTF_8);
    ByteBuffer extra = little(9 + text.length);
    extra.putShort((short) 0x7075).putShort((short) (5 + text.length)).put((byte) 1);
    extra.putInt((int) checksum.getValue()).put(text);
    return entry(name, 0, 0, extra.array(), 0, content);
  }

  /** A symbolic link. */
  public Zips link(String name, String to) {
    byte[] target = to.getBytes(StandardCharsets.UTF_8);
    return entry(
        name.getBytes(StandardCharsets.UTF_8), UNIX, UTF_8, new byte[0], 0xA1FF0000, target);
  }

  private Zips entry(
      byte[] name, int platform, int flags, byte[] extra, int attributes, byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    int crc = (int) checksum.getValue();
    int at = body.size();
    body.writeBytes(header(flags, crc, content.length, name.length, extra.length));
    body.writeBytes(name);
    body.writeBytes(extra);
    body.writeBytes(content);
    ByteBuffer central = little(46);
    central.putInt(0x02014B50).putShort((short) (platform | 20)).putShort((short) 20);
    central.putShort((short) flags).putShort((short) 0).putShort((short) 0).putShort((short) 0x21);
    central.putInt(crc).putInt(content.length).putInt(content.length);
    central.putShort((short) name.length).putShort((short) extra.length).putShort((short) 0);
    central.putShort((short) 0).putShort((short) 0).putInt(attributes).putInt(at);
    directory.writeBytes(central.array());
    directory.writeBytes(name);
    directory.writeBytes(extra);
    entries++;
    return this;
  }

  private static byte[] header(int flags, int crc, int length, int name, int extra) {
    ByteBuffer local = little(30);
    local.putInt(0x04034B50).putShort((short) 20).putShort((short) flags).putShort((short) 0);
    local.putShort((short) 0).putShort((short) 0x21).putInt(crc).putInt(length).putInt(length);
    local.putShort((short) name).putShort((short) extra);
    return local.array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** With the directory at its end. */
  public byte[] closed() {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    archive.writeBytes(body.toByteArray());
    archive.writeBytes(directory.toByteArray());
    ByteBuffer end = little(22);
    end.putInt(0x06054B50).putInt(0).putShort((short) entries).putShort((short) entries);
    end.putInt(directory.size()).putInt(body.size()).putShort((short) 0);
    archive.writeBytes(end.array());
    return archive.toByteArray();
  }
}
