package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.random.RandomStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is intact and not read is called by its name: first bytes as the formats' documents say. */
class FileKindTest {
  private final ImageDecoder decoder = new ImageDecoder();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "0000001866747970686569630000000068656963, HEIF",
        "000000186674797068656978000000006d696631, HEIF",
        "0000001c667479706d696631000000006d69663168656963, HEIF",
        "0000001c667479706d696631000000006d69663161766966, AVIF",
        "0000001c6674797061766966000000006d696631, AVIF",
        "00000018667479706372782000000001, Canon's raw file",
        "0000000c4a584c200d0a870a, JPEG XL",
        "ff0a7a1f40, JPEG XL",
        "0000000c6a5020200d0a870a, JPEG 2000",
        "ff4fff510029, JPEG 2000",
        "4949bc0108000000, JPEG XR",
        "49492b00080000001000, BigTIFF",
        "4d4d002b00080000, BigTIFF",
        "384250530001000000000000, Photoshop document",
        "384250530002000000000000, large Photoshop document",
        "255044462d312e37, PDF",
        "2521505320, PostScript",
        "c5d0d3c620000000, PostScript",
        "762f310102000000, OpenEXR",
        "233f52414449414e43450a, Radiance HDR",
        "444453207c000000, DDS texture",
        "464c494633, FLIF",
        "425047fb00, BPG",
        "716f696600000001, QOI",
        "67696d70207863662076303131, GIMP document",
        "000001000100101000000100, Windows icon",
        "000002000100101000000100, Windows cursor",
        "d7cdc69a0000, Windows metafile",
        "010009000003, Windows metafile",
        "50370a5749445448, PAM",
        "53494d504c4520203d, FITS",
        "46554a4946494c4d4343442d524157, Fujifilm's raw file",
        "00000020667479706d70343200000000, MP4 film",
        "00000014667479707174202000000000, QuickTime film",
        "1a45dfa39f428681, Matroska or WebM film",
        "524946460010000041564920, AVI film",
        "504b030414000000, zip archive",
        "504b0506000000000000, empty zip archive",
        "1f8b0800000000000003, gzip file",
        "425a6839314159, bzip2 file",
        "fd377a585a000004, xz file",
        "28b52ffd0458, Zstandard file",
        "377abcaf271c0004, 7z archive",
        "526172211a070100, rar archive",
        "934e554d50590100, NumPy array",
        "894844460d0a1a0a, HDF5 file",
        "5041523115041500, Parquet file",
        "53514c69746520666f726d6174203300, SQLite database",
        "80059500, Python pickle",
        "80027d7101, Python pickle",
        "0a05010800000000, PCX",
        "4344460100000000, netCDF file",
        "080310201820228018, Caffe datum",
        "080310c0021880042280, Caffe datum",
        "0005160700020000, Mac's resource file (AppleDouble)",
        "d0cf11e0a1b11ae1, Office document or thumbnail list",
      })
  void bytesAreCalledByTheirName(String first, String name) {
    // as much as any header is sought in
    byte[] file = new byte[64];
    byte[] start = HexFormat.of().parseHex(first);
    System.arraycopy(start, 0, file, 0, start.length);
    assertUnsupported(file, name);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "version https://git-lfs.github.com/spec/v1 | Git LFS pointer | git lfs pull",
        "/annex/objects/SHA256E-s100--0a.jpg | git-annex pointer | git annex get",
        "../../.git/annex/objects/x/y/SHA256E-s1 | git-annex pointer | git annex get",
        "<!DOCTYPE html><title>404</title> | HTML page | fetch it again",
        "<HTML> | HTML page | fetch it again",
        "<!-- cached --><html> | HTML page | fetch it again",
        "<?xml version='1.0'?><Error><Code>AccessDenied</Code> | XML text | fetch it again",
        "<?xml version='1.0'?><!DOCTYPE svg><svg xmlns='x'/> | SVG | convert",
        "<svg xmlns='http://www.w3.org/2000/svg'/> | SVG | convert",
        "{\"error\": \"not found\"} | JSON text | fetch it again",
        "outs:- md5: 0a | DVC pointer | dvc pull",
        "data:image/png;base64,iVBORw0KGgo= | data URI | base64",
        "/9j/4AAQSkZJRgABAQ== | JPEG as base64 text | base64",
      })
  void textsAreCalledByTheirNameWhateverStandsBefore(String text, String name, String remedy) {
    for (String before :
        new String[] {"", "\u00EF\u00BB\u00BF", "\r\n  ", "\u00EF\u00BB\u00BF\n"}) {
      Reject reject =
          assertUnsupported((before + text).getBytes(StandardCharsets.ISO_8859_1), name);
      assertTrue(reject.detail().contains(remedy), reject.detail());
    }
    assertUnsupported(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE), name);
  }

  @Test
  void theSentenceSaysWhatToDo() {
    byte[] heif = "\0\0\0\30ftypheic".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        "HEIF: not read, convert it to JPEG or PNG", assertUnsupported(heif, "HEIF").detail());
  }

  @Test
  void formatsThatAreKnownByALaterByteAreNamed() {
    byte[] dicom = new byte[200];
    place(dicom, 128, "DICM");
    assertUnsupported(dicom, "DICOM");
    byte[] tar = new byte[512];
    place(tar, 0, "photo.jpg");
    place(tar, 257, "ustar");
    assertUnsupported(tar, "tar archive");
    byte[] lmdb = new byte[64];
    ByteBuffer.wrap(lmdb)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(10, (short) 8)
        .putInt(16, 0xBEEFC0DE);
    assertUnsupported(lmdb, "LMDB");
  }

  @ParameterizedTest
  @CsvSource({
    "40, 24, 4, BMP of JPEG",
    "124, 24, 5, BMP of PNG",
    "40, 32, 11, BMP of CMYK",
    "40, 2, 0, BMP of 2 bits a pixel",
    "64, 24, 0, BMP of OS/2"
  })
  void kindsOfBmpThatAreNotReadAreNamed(int header, int bits, int compression, String name) {
    ByteBuffer bmp = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put(0, (byte) 'B').put(1, (byte) 'M').putInt(10, 14 + header).putInt(14, header);
    bmp.putInt(18, 8).putInt(22, 8).putShort(28, (short) bits).putInt(30, compression);
    assertUnsupported(bmp.array(), name);
  }

  @Test
  void textThatBeginsLikeABmpIsNone() {
    Reject text = reject("BMW is a maker of cars".getBytes(StandardCharsets.UTF_8));
    assertEquals(Reject.Reason.UNKNOWN_FORMAT, text.reason());
  }

  @Test
  void targaIsKnownByItsHeaderOrItsEnd() {
    byte[] old = new byte[18 + 3 * 64];
    ByteBuffer.wrap(old).order(ByteOrder.LITTLE_ENDIAN).put(2, (byte) 2).putShort(12, (short) 8);
    ByteBuffer.wrap(old).order(ByteOrder.LITTLE_ENDIAN).putShort(14, (short) 8).put(16, (byte) 24);
    assertUnsupported(old, "Targa image");
    byte[] signed = new byte[100];
    place(signed, signed.length - 18, "TRUEVISION-XFILE.\0");
    assertUnsupported(signed, "Targa image");
  }

  @Test
  void tensorFlowsRecordsAreKnownByTheirChecksum() {
    ByteBuffer record = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(48);
    CRC32C checksum = new CRC32C();
    checksum.update(record.array(), 0, 8);
    record.putInt(
        ((int) checksum.getValue() >>> 15 | (int) checksum.getValue() << 17) + 0xA282EAD8);
    assertUnsupported(record.array(), "TFRecord file");
  }

  @Test
  void noiseIsOfNoKindAndItsFirstBytesAreShown() {
    RandomStream chance = RandomStream.of(1, "noise");
    int named = 0;
    for (int trial = 0; trial < 2000; trial++) {
      byte[] noise = new byte[600];
      for (int at = 0; at < noise.length; at++) {
        noise[at] = (byte) chance.nextInt(256);
      }
      named += FileKind.of(noise).isPresent() ? 1 : 0;
    }
    assertTrue(named <= 1, named + " of 2000");
    Reject text = reject("Access denied".getBytes(StandardCharsets.UTF_8));
    assertEquals(Reject.Reason.UNKNOWN_FORMAT, text.reason());
    assertEquals(
        "its first bytes, \"Access denie\", are of no format that is known", text.detail());
    assertEquals(
        "its first bytes, 00 01 02, are of no format that is known",
        reject(new byte[] {0, 1, 2}).detail());
    assertEquals(Optional.empty(), FileKind.of(new byte[0]));
  }

  @Test
  void cutOffAnywhereNothingIsThrown() {
    byte[] file = Arrays.copyOf("\0\0\0\34ftypmif1".getBytes(StandardCharsets.ISO_8859_1), 40);
    for (int length = 0; length < file.length; length++) {
      assertTrue(
          FileKind.of(Arrays.copyOf(file, length)).map(FileKind::name).isEmpty() || length >= 8);
    }
  }

  private Reject assertUnsupported(byte[] file, String name) {
    Reject reject = reject(file);
    assertEquals(Reject.Reason.UNSUPPORTED, reject.reason(), reject.detail());
    assertTrue(reject.detail().startsWith(name + ": not read, "), reject.detail());
    return reject;
  }

  private Reject reject(byte[] file) {
    return assertInstanceOf(Reject.class, decoder.decode(new EncodedImage(file)));
  }

  private static void place(byte[] file, int at, String letters) {
    byte[] bytes = letters.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, file, at, bytes.length);
  }
}
