package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Pixels are reckoned by hand from the samples; letters of the files are their bytes. */
class PnmCodecTest {
  private final ImageDecoder decoder = new ImageDecoder();

  @Test
  void binaryColorsComeAsTheyAre() {
    assertPixels("P6 2 1 255\n\1\2\3\u00FF\u0080\0", 2, 1, 1, 2, 3, 255, 128, 0);
  }

  @Test
  void binaryGrayIsTheSameInAllChannels() {
    assertPixels("P5\n1 2\n255\n\7\u00C8", 1, 2, 7, 7, 7, 200, 200, 200);
  }

  @Test
  void twoBytesASampleHaveTheHigherFirst() {
    // 128 of 65535 are exactly half a step, 129 more
    assertPixels(
        "P5 3 1 65535 \0\u0080\0\u0081\u00FF\u00FF", 3, 1, 0, 0, 0, 1, 1, 1, 255, 255, 255);
    assertPixels("P6 1 1 256 \1\0\0\u0080\0\0", 1, 1, 255, 128, 0);
  }

  @Test
  void fewLevelsAreSpread() {
    assertPixels("P5 4 1 3\n\0\1\2\3", 4, 1, 0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255);
  }

  @Test
  void textIsReadWithItsComments() {
    assertPixels(
        "P3\n# made by hand\n2 1 # wide\n255\n1 2 3\n# red\n255\t0\r\n0", 2, 1, 1, 2, 3, 255, 0, 0);
    assertPixels("P2 2 1 15 15 0 ", 2, 1, 255, 255, 255, 0, 0, 0);
  }

  @Test
  void commentsMayStandBetweenTheNumbersOfABinaryHeader() {
    assertPixels("P6\n#GIMP\n1 1\n#x\n255\n#\1\2", 1, 1, '#', 1, 2);
  }

  @Test
  void bitsAreBlackWhereTheyAreSet() {
    assertPixels("P4 9 1\n\u00AA\u0080", 9, 1, of(0, 255, 0, 255, 0, 255, 0, 255, 0));
    assertPixels("P1 3 1\n1 01", 3, 1, of(0, 255, 0));
  }

  @Test
  void ofSeveralImagesTheFirstCounts() {
    assertPixels("P5 1 1 255\n\7P5 1 1 255\n\11", 1, 1, 7, 7, 7);
  }

  @Test
  void whatIsCutOffIsTruncated() {
    for (String cut :
        new String[] {"P6 2", "P6 2 1 255\n\1\2\3\4\5", "P3 1 1 255 1 2 ", "P4 9 1\n\1"}) {
      assertEquals(Reject.Reason.TRUNCATED, reject(cut).reason(), cut);
    }
  }

  @Test
  void whatContradictsItsHeaderIsDamaged() {
    for (String bad :
        new String[] {
          "P6 x", "P5 1 1 0 \0", "P5 1 1 65536 \0\0", "P2 1 1 9 10", "P1 1 1 2", "P5 0 1 255 "
        }) {
      assertEquals(Reject.Reason.DAMAGED, reject(bad).reason(), bad);
    }
  }

  @Test
  void claimsAreRejectedBeforeAnyArrayIsMade() {
    assertEquals(Reject.Reason.TOO_LARGE, reject("P6 99999 99999 255\n").reason());
    assertEquals(Reject.Reason.DAMAGED, reject("P6 99999999999 1 255\n").reason());
  }

  private static int[] of(int... gray) {
    int[] rgb = new int[3 * gray.length];
    for (int at = 0; at < rgb.length; at++) {
      rgb[at] = gray[at / 3];
    }
    return rgb;
  }

  private void assertPixels(String file, int width, int height, int... rgb) {
    RgbImage image = assertInstanceOf(RgbImage.class, decode(file));
    int[] pixels = new int[image.rgb().length];
    for (int at = 0; at < pixels.length; at++) {
      pixels[at] = image.rgb()[at] & 0xFF;
    }
    assertEquals(width, image.width());
    assertEquals(height, image.height());
    assertArrayEquals(rgb, pixels);
  }

  private Reject reject(String file) {
    return assertInstanceOf(Reject.class, decode(file));
  }

  private DecodedImage decode(String file) {
    return decoder.decode(new EncodedImage(file.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
