package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every color type, depth and orientation becomes. Expected pixels are reckoned by hand from
 * the samples in the files, which Java's and our own codecs did not write.
 */
class GoldenPixelsTest {
  /** What colors.* hold: three columns, two rows. */
  private static final int[] COLORS = {
    255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 128, 64, 200, 250, 251, 252
  };

  @ParameterizedTest
  @CsvSource({
    // depth, the byte that holds the first samples, what the first two samples become
    "1, 0x40, 0, 255",
    "2, 0x60, 85, 170",
    "4, 0x3C, 51, 204",
  })
  void grayOfFewBitsIsSpreadOverAllLevels(int depth, int samples, int first, int second) {
    byte[] file = PngFile.row(depth, PngFile.GRAY, 2, samples);
    assertPixels(file, first, first, first, second, second, second);
  }

  @Test
  void grayOfEightAndSixteenBitsKeepsItsLevels() {
    assertPixels(PngFile.row(8, PngFile.GRAY, 2, 100, 7), 100, 100, 100, 7, 7, 7);
    // 257 steps to one: 128 is just under one half, 129 just above, 32768 is 127.502
    assertPixels(
        PngFile.row(16, PngFile.GRAY, 3, 0, 128, 0, 129, 128, 0), 0, 0, 0, 1, 1, 1, 128, 128, 128);
  }

  @Test
  void colorsOfSixteenBitsAreScaledAndRounded() {
    assertPixels(PngFile.row(16, PngFile.RGB, 1, 255, 255, 128, 0, 0, 129), 255, 128, 1);
  }

  @Test
  void samplesOfThirtyTwoBitsAreUnsignedAndScaled() {
    // one of the 255 steps is 16843009 levels
    byte[] gray = grayTiff(0, 1 << 24, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF);
    assertPixels(gray, 0, 0, 0, 1, 1, 1, 127, 127, 127, 128, 128, 128, 255, 255, 255);
  }

  @ParameterizedTest
  @CsvSource({"1, 0x40", "2, 0x10", "4, 0x01", "8, 0"})
  void palettesOfEveryDepthAreLookedUp(int depth, int samples) {
    byte[] colors = {10, 20, 30, (byte) 200, 100, 0};
    PngFile file = new PngFile(2, 1, depth, PngFile.PALETTE).chunk("PLTE", colors);
    byte[] bytes = depth == 8 ? file.rows(2, 0, 1).end() : file.rows(1, samples).end();
    assertPixels(bytes, 10, 20, 30, 200, 100, 0);
  }

  @Test
  void transparencyIsLaidOnWhiteWhereverItIsKept() {
    // 200 at 128 of 255: (200 x 128 + 255 x 127) / 255 = 227.4; 0 becomes 127
    assertPixels(
        PngFile.row(8, PngFile.GRAY_ALPHA, 2, 200, 128, 50, 0), 227, 227, 227, 255, 255, 255);
    assertPixels(PngFile.row(8, PngFile.RGB_ALPHA, 1, 200, 0, 0, 128), 227, 127, 127);
    assertPixels(
        PngFile.row(16, PngFile.RGB_ALPHA, 1, 200, 200, 0, 0, 0, 0, 128, 128), 227, 127, 127);
    assertPixels(PngFile.row(16, PngFile.GRAY_ALPHA, 1, 200, 200, 128, 128), 227, 227, 227);
    byte[] palette =
        new PngFile(2, 1, 8, PngFile.PALETTE)
            .chunk("PLTE", (byte) 200, (byte) 0, (byte) 0, (byte) 1, (byte) 2, (byte) 3)
            .chunk("tRNS", (byte) 128)
            .rows(2, 0, 1)
            .end();
    assertPixels(palette, 227, 127, 127, 1, 2, 3);
  }

  @Test
  void theColorThatPngCallsTransparentIsWhite() {
    byte[] gray =
        new PngFile(2, 1, 8, PngFile.GRAY).chunk("tRNS", (byte) 0, (byte) 77).rows(2, 77, 78).end();
    assertPixels(gray, 255, 255, 255, 78, 78, 78);
    byte[] colors =
        new PngFile(2, 1, 8, PngFile.RGB)
            .chunk("tRNS", (byte) 0, (byte) 1, (byte) 0, (byte) 2, (byte) 0, (byte) 3)
            .rows(6, 1, 2, 3, 1, 2, 4)
            .end();
    assertPixels(colors, 255, 255, 255, 1, 2, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "0, abc def", "1, abc def", "2, cba fed", "3, fed cba", "4, def abc",
    "5, ad be cf", "6, da eb fc", "7, fc eb da", "8, cf be ad", "9, abc def"
  })
  void imagesAreTurnedUprightAsExifSays(int orientation, String upright) {
    PngFile file = new PngFile(3, 2, 8, PngFile.GRAY).chunk("eXIf", exif(orientation));
    RgbImage image = decoded(file.rows(3, 'a', 'b', 'c', 'd', 'e', 'f').end());
    StringBuilder seen = new StringBuilder();
    for (int pixel = 0; pixel < 6; pixel++) {
      seen.append(pixel > 0 && pixel % image.width() == 0 ? " " : "");
      seen.append((char) image.rgb()[3 * pixel]);
    }
    assertEquals(upright, seen.toString());
  }

  @Test
  void exifCountsInJpegAndWebpToo() throws IOException {
    // written lying on its side, red left and blue right
    RgbImage jpeg = decoded(file("turned.jpg"));
    assertEquals(16, jpeg.width());
    assertEquals(32, jpeg.height());
    assertNear(2, jpeg, 8, 8, 255, 0, 0);
    assertNear(2, jpeg, 8, 24, 0, 0, 255);
    RgbImage webp = decoded(file("turned.webp"));
    assertEquals(2, webp.width());
    assertArrayEquals(
        new int[] {10, 20, 30, 255, 0, 0, 128, 64, 200, 0, 255, 0, 250, 251, 252, 0, 0, 255},
        unsigned(webp.rgb()));
  }

  @Test
  void webpIsDecodedWithItsTransparencyOnWhite() throws IOException {
    assertPixels(file("colors.webp"), COLORS);
    assertPixels(file("alpha.webp"), 255, 255, 255, 18, 52, 86, 227, 127, 127);
    assertNear(1, decoded(file("gray-lossy.webp")), 1, 1, 100, 100, 100);
  }

  @Test
  void bitmapAndTiffAreDecoded() throws IOException {
    assertPixels(file("colors.bmp"), COLORS);
    assertPixels(file("colors.tif"), COLORS);
    assertPixels(file("sixteen.tif"), 0, 0, 0, 1, 1, 1, 128, 128, 128);
    Reject inks = assertInstanceOf(Reject.class, decode(file("cmyk.tif")));
    assertEquals(Reject.Reason.UNSUPPORTED, inks.reason(), inks.detail());
  }

  @Test
  void ofAnAnimationTheFirstFrameIsTakenInItsPlaceOnWhite() throws IOException {
    int[] row = {255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9};
    int[] rows = new int[48];
    Arrays.setAll(rows, index -> row[index % 12]);
    assertPixels(file("animated.gif"), rows);

    RgbImage webp = decoded(file("animated.webp"));
    assertEquals(8, webp.width());
    assertEquals(6, webp.height());
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 8; x++) {
        boolean green = x >= 2 && x < 6 && y >= 2 && y < 4;
        assertNear(0, webp, x, y, green ? 0 : 255, green ? 200 : 255, green ? 0 : 255);
      }
    }
    RgbImage lossy = decoded(file("animated-lossy.webp"));
    assertEquals(16, lossy.height());
    assertNear(0, lossy, 8, 3, 255, 255, 255);
    assertNear(3, lossy, 8, 12, 200, 0, 0);
  }

  @Test
  void aFrameThatDoesNotFillItsGifIsPutInItsPlace() throws IOException {
    byte[] gif = file("animated.gif");
    // a canvas of 6 x 5 with the frame at (2, 1)
    gif[6] = 6;
    gif[8] = 5;
    int frame = new String(gif, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(",\0\0\0\0");
    gif[frame + 1] = 2;
    gif[frame + 3] = 1;
    RgbImage image = decoded(gif);
    assertEquals(6, image.width());
    assertEquals(5, image.height());
    assertNear(0, image, 0, 0, 255, 255, 255);
    assertNear(0, image, 2, 0, 255, 255, 255);
    assertNear(0, image, 2, 1, 255, 0, 0);
    assertNear(0, image, 5, 4, 9, 9, 9);
  }

  @Test
  void losslessJpegWhichJavaRefusesIsDecoded() throws IOException {
    assertPixels(
        file("lossless-gray.jpg"),
        10,
        10,
        10,
        20,
        20,
        20,
        30,
        30,
        30,
        100,
        100,
        100,
        150,
        150,
        150,
        200,
        200,
        200);
    assertPixels(file("lossless.jpg"), COLORS);
  }

  @Test
  void inksOfPhotoshopBecomeColors() throws IOException {
    RgbImage image = decoded(file("cmyk-adobe.jpg"));
    assertNear(3, image, 6, 8, 255, 0, 0);
    // (255 - 64)(255 - 16) / 255 and so on
    assertNear(4, image, 26, 8, 179, 119, 209);
  }

  private RgbImage decoded(byte[] file) {
    DecodedImage decoded = decode(file);
    return assertInstanceOf(RgbImage.class, decoded, decoded::toString);
  }

  private static DecodedImage decode(byte[] file) {
    return new ImageDecoder().decode(new EncodedImage(file));
  }

  private void assertPixels(byte[] file, int... rgb) {
    assertArrayEquals(rgb, unsigned(decoded(file).rgb()));
  }

  private static void assertNear(int tolerance, RgbImage image, int x, int y, int... rgb) {
    for (int channel = 0; channel < 3; channel++) {
      int value = image.rgb()[3 * (y * image.width() + x) + channel] & 0xFF;
      assertEquals(rgb[channel], value, tolerance, "channel " + channel + " at " + x + ", " + y);
    }
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    Arrays.setAll(values, index -> bytes[index] & 0xFF);
    return values;
  }

  /** A TIFF structure of one directory with one entry. */
  private static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
        .putShort((short) 274)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  /** A TIFF of one row of 32-bit gray. */
  private static byte[] grayTiff(int... samples) {
    int[][] entries = {
      {256, samples.length},
      {257, 1},
      {258, 32},
      {259, 1},
      {262, 1},
      {273, 8},
      {277, 1},
      {278, 1},
      {279, 4 * samples.length}
    };
    int directory = 8 + 4 * samples.length;
    ByteBuffer tiff = ByteBuffer.allocate(directory + 2 + 12 * entries.length + 4);
    tiff.put(new byte[] {'M', 'M', 0, 42}).putInt(directory);
    Arrays.stream(samples).forEach(tiff::putInt);
    tiff.putShort((short) entries.length);
    for (int[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) 3).putInt(1);
      tiff.putShort((short) entry[1]).putShort((short) 0);
    }
    return tiff.array();
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = GoldenPixelsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
