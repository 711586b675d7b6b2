package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** All expected pixels are reckoned by hand. */
class ResamplerTest {

  @Test
  void halvingAveragesFourPixelsAndRoundsHalfUp() {
    // (0+1+1+0)/4 = 0.5; (10+20+30+41)/4 = 25.25; 255; (1+2+2+2)/4 = 1.75
    int[] pixels = {0, 1, 10, 20, 1, 0, 30, 41, 255, 255, 1, 2, 255, 255, 2, 2};
    assertArrayEquals(new int[] {1, 25, 255, 2}, red(gray(4, 4, pixels), 2));
  }

  @Test
  void pixelsThatLieInTwoAreSharedByArea() {
    // 3 to 2: (9 + 18/2 + 36/2 + 72/4) / 2.25 = 24, and so on clockwise
    int[] pixels = {9, 18, 27, 36, 72, 0, 90, 0, 54};
    // right: (27 + 18/2 + 0/2 + 72/4) / 2.25 = 24; lower left: (90 + 0/2 + 36/2 + 72/4) / 2.25 = 56
    // lower right: (54 + 0/2 + 0/2 + 72/4) / 2.25 = 32
    assertArrayEquals(new int[] {24, 24, 56, 32}, red(gray(3, 3, pixels), 2));
  }

  @Test
  void noPixelIsSkippedHoweverFarItIsScaledDown() {
    // 64 pixels become one: 255 / 64 = 3.98
    int[] pixels = new int[64 * 64];
    pixels[3 * 64 + 5] = 255;
    int[] scaled = red(gray(64, 64, pixels), 8);
    assertEquals(4, scaled[0]);
    for (int pixel = 1; pixel < scaled.length; pixel++) {
      assertEquals(0, scaled[pixel]);
    }
  }

  @Test
  void sameSizeIsTheSamePixels() {
    int[] pixels = {0, 85, 170, 255};
    assertArrayEquals(pixels, red(gray(2, 2, pixels), 2));
  }

  @Test
  void upwardIsBilinearBetweenPixelCenters() {
    // centers of the new columns lie at -0.25 (held at the edge), 0.25, 0.75 and 1.25
    int[] pixels = {0, 100, 0, 100};
    int[] row = {0, 25, 75, 100};
    int[] scaled = red(gray(2, 2, pixels), 4);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        assertEquals(row[x], scaled[4 * y + x], "row " + y + ", column " + x);
      }
    }
  }

  @Test
  void theCenteredSquareIsCutOutFirst() {
    // 5 x 2: columns 1 and 2 stay, since an odd margin leaves its larger half to the right
    int[] wide = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    assertArrayEquals(new int[] {2, 3, 7, 8}, red(gray(5, 2, wide), 2));
    // 2 x 4: rows 1 and 2
    int[] tall = {1, 2, 3, 4, 5, 6, 7, 8};
    assertArrayEquals(new int[] {3, 4, 5, 6}, red(gray(2, 4, tall), 2));
  }

  @Test
  void channelsComeOutAsPlanes() {
    byte[] rgb = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    byte[] chw = {1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12};
    assertArrayEquals(chw, new Resampler(2).square(new RgbImage(2, 2, rgb)));
  }

  private static RgbImage gray(int width, int height, int... values) {
    byte[] rgb = new byte[3 * width * height];
    for (int pixel = 0; pixel < values.length; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        rgb[3 * pixel + channel] = (byte) values[pixel];
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static int[] red(RgbImage image, int size) {
    byte[] chw = new Resampler(size).square(image);
    int[] plane = new int[size * size];
    for (int pixel = 0; pixel < plane.length; pixel++) {
      plane[pixel] = chw[pixel] & 0xFF;
    }
    return plane;
  }
}
