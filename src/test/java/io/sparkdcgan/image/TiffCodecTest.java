package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TIFFs of one color, made by hand. */
class TiffCodecTest {
  private static final int EDGE = 4;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private final ImageDecoder decoder = new ImageDecoder();

  @ParameterizedTest
  @CsvSource({
    "34712, JPEG 2000",
    "34925, LZMA",
    "34933, PNG",
    "50000, Zstandard",
    "50001, WebP",
    "50002, JPEG XL",
    "34887, LERC",
    "12345, scheme 12345"
  })
  void compressionsThatAreNotReadAreNamed(int number, String name) {
    assertUnsupported(
        "TIFF compressed by " + name, new Tiff(200, 30, 60).with(COMPRESSION, number));
  }

  @ParameterizedTest
  @CsvSource({"5, CMYK", "8, Lab", "4, a mask", "32803, a camera's raw samples"})
  void colorsThatAreNotReadAreNamed(int number, String name) {
    assertUnsupported("TIFF of " + name, new Tiff(1, 2, 3).with(PHOTOMETRIC, number));
  }

  @Test
  void samplesThatAreNotReadAreNamed() {
    assertUnsupported("TIFF of floating-point samples", new Tiff(1, 2, 3).with(SAMPLE_FORMAT, 3));
    assertUnsupported("TIFF of signed samples", new Tiff(1, 2, 3).with(SAMPLE_FORMAT, 2));
    // Java's reader makes 249 of 12 bits that say 128
    assertUnsupported("TIFF of 12 bits a sample", new Tiff(1, 2, 3).with(BITS, 12));
    assertUnsupported("TIFF of 64 bits a sample", new Tiff(1, 2, 3).with(BITS, 64));
    assertUnsupported("TIFF of 5 channels", new Tiff(1, 2, 3, 4, 5));
  }

  @Test
  void aFourthChannelWithoutAMeaningIsLeftOut() {
    assertColor(new Tiff(200, 30, 60, 40), 200, 30, 60);
    assertColor(new Tiff(200, 30, 60, 40).with(EXTRA_SAMPLES, 0), 200, 30, 60);
    assertColor(new Tiff(200, 40).with(PHOTOMETRIC, 1), 200, 200, 200);
  }

  @Test
  void statedTransparencyIsLaidOnWhite() {
    // (200 x 51 + 255 x 204) / 255 = 244; associated, colors are multiplied already
    assertColor(new Tiff(200, 0, 50, 51).with(EXTRA_SAMPLES, 2), 244, 204, 214);
    assertColor(new Tiff(40, 0, 10, 51).with(EXTRA_SAMPLES, 1), 244, 204, 214);
  }

  @Test
  void aTileFarLargerThanItsImageIsTooLarge() {
    Reject reject =
        assertInstanceOf(
            Reject.class, decode(new Tiff(1, 2, 3).with(322, 24_000).with(323, 24_000).bytes()));
    assertEquals(Reject.Reason.TOO_LARGE, reject.reason());
    assertEquals(
        "one of its tiles has 24000 x 24000 pixels, but at most 67108864 are decoded",
        reject.detail());
  }

  @Test
  void rawFilesOfCamerasAreNotTakenForTheirThumbnails() {
    // what DNG's first directory says; what NEF's does: reduced, with others inside
    assertUnsupported("camera's raw file in a TIFF", new Tiff(1, 2, 3).with(50706, 1));
    assertUnsupported("camera's raw file in a TIFF", new Tiff(1, 2, 3).with(254, 1).with(330, 8));
    assertColor(new Tiff(200, 30, 60).with(254, 0), 200, 30, 60);
  }

  @Test
  void aTiffThatIsCutOffIsTruncated() {
    byte[] whole = new Tiff(200, 30, 60).bytes();
    // the directory of most writers stands at the end
    byte[] cut = Arrays.copyOf(whole, 40);
    ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 4000);
    assertEquals(Reject.Reason.TRUNCATED, assertInstanceOf(Reject.class, decode(cut)).reason());
  }

  private void assertUnsupported(String name, Tiff tiff) {
    Reject reject = assertInstanceOf(Reject.class, decode(tiff.bytes()));
    assertEquals(Reject.Reason.UNSUPPORTED, reject.reason());
    assertEquals(name + ": not read, " + remedy(name), reject.detail());
  }

  private static String remedy(String name) {
    return name.startsWith("camera") ? "develop it to JPEG or PNG" : FileKind.CONVERT;
  }

  private void assertColor(Tiff tiff, int... rgb) {
    RgbImage image = assertInstanceOf(RgbImage.class, decode(tiff.bytes()));
    for (int channel = 0; channel < 3; channel++) {
      assertEquals(rgb[channel], image.rgb()[channel] & 0xFF, "channel " + channel);
    }
  }

  private DecodedImage decode(byte[] file) {
    return decoder.decode(new EncodedImage(file));
  }

  /** A little-endian TIFF of one strip. */
  private static final class Tiff {
    private final int[] pixel;
    private final TreeMap<Integer, Integer> tags = new TreeMap<>();

    Tiff(int... pixel) {
      this.pixel = pixel;
      with(256, EDGE).with(257, EDGE).with(BITS, 8).with(COMPRESSION, 1).with(PHOTOMETRIC, 2);
      with(273, 0).with(277, pixel.length).with(278, EDGE).with(279, EDGE * EDGE * pixel.length);
    }

    /** A tag of one number. */
    Tiff with(int tag, int value) {
      tags.put(tag, value);
      return this;
    }

    byte[] bytes() {
      int bits = 8 + 2 + 12 * tags.size() + 4;
      int data = bits + 2 * pixel.length;
      tags.put(273, data);
      ByteBuffer tiff =
          ByteBuffer.allocate(data + EDGE * EDGE * pixel.length).order(ByteOrder.LITTLE_ENDIAN);
      tiff.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) tags.size());
      tags.forEach(
          (tag, value) -> {
            boolean several = tag == BITS && pixel.length > 2;
            tiff.putShort(tag.shortValue())
                .putShort((short) (tag == BITS || value < 65536 ? 3 : 4));
            tiff.putInt(tag == BITS ? pixel.length : 1);
            int inside = tag == BITS && pixel.length == 2 ? value << 16 | value : value;
            tiff.putInt(several ? bits : inside);
          });
      tiff.putInt(0);
      for (int channel = 0; channel < pixel.length; channel++) {
        tiff.putShort(tags.get(BITS).shortValue());
      }
      for (int at = 0; at < EDGE * EDGE * pixel.length; at++) {
        tiff.put((byte) pixel[at % pixel.length]);
      }
      return tiff.array();
    }
  }
}
