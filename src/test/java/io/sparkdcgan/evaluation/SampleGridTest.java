package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SampleGridTest {
  private static final int GAP = 2;

  @Test
  void anImageStandsInItsCellWithEveryPixelEnlarged() throws IOException {
    // Two images of 32 x 32: the second is red with one blue pixel at column 5, row 3.
    int plane = 32 * 32;
    float[] nchw = new float[2 * 3 * plane];
    Arrays.fill(nchw, -1);
    Arrays.fill(nchw, 3 * plane, 4 * plane, 1);
    nchw[3 * plane + 3 * 32 + 5] = -1;
    nchw[5 * plane + 3 * 32 + 5] = 1;
    BufferedImage grid = draw(new SampleGrid(2, 2), nchw, 32);
    assertEquals(2 * 64 + 3 * GAP, grid.getWidth());
    assertEquals(2 * 64 + 3 * GAP, grid.getHeight());
    int left = 64 + 2 * GAP;
    assertEquals(0x000000, rgb(grid, GAP, GAP), "first image");
    assertEquals(0xff0000, rgb(grid, left, GAP), "second image");
    for (int x = 0; x < 2; x++) {
      for (int y = 0; y < 2; y++) {
        assertEquals(0x0000ff, rgb(grid, left + 10 + x, GAP + 6 + y));
      }
    }
    assertEquals(0xff0000, rgb(grid, left + 12, GAP + 6));
    int background = rgb(grid, 0, 0);
    assertEquals(background, rgb(grid, left - 1, 20), "gap between images");
    assertEquals(background, rgb(grid, left + 20, 64 + GAP + 20), "cell without an image");
  }

  @Test
  void everyByteOfAPixelSurvivesTheWayThroughTensors() throws IOException {
    float[] nchw = new float[3 * 64 * 64];
    for (int i = 0; i < 256; i++) {
      nchw[i] = i / 127.5f - 1;
    }
    BufferedImage grid = draw(new SampleGrid(1, 1), nchw, 64);
    for (int i = 0; i < 256; i++) {
      assertEquals(i, rgb(grid, GAP + i % 64, GAP + i / 64) >> 16);
    }
  }

  @Test
  void whatLiesOutsideIsCutOffAndNotANumberIsBlack() throws IOException {
    float[] nchw = new float[3 * 64 * 64];
    nchw[0] = 7;
    nchw[64 * 64] = -7;
    nchw[2 * 64 * 64] = Float.NaN;
    assertEquals(0xff0000, rgb(draw(new SampleGrid(1, 1), nchw, 64), GAP, GAP));
  }

  @Test
  void theSamePixelsGiveTheSameBytes() {
    float[] nchw = new float[4 * 3 * 16 * 16];
    for (int i = 0; i < nchw.length; i++) {
      nchw[i] = (float) Math.sin(i);
    }
    SampleGrid grid = new SampleGrid(2, 2);
    assertArrayEquals(grid.png(nchw, 16), grid.png(nchw.clone(), 16));
  }

  @Test
  void smallImagesAreEnlargedToAComfortableEdge() {
    assertEquals(4, SampleGrid.enlargement(16));
    assertEquals(2, SampleGrid.enlargement(32));
    assertEquals(1, SampleGrid.enlargement(64));
    assertEquals(1, SampleGrid.enlargement(128));
  }

  @Test
  void anArrayThatIsNotWholeImagesIsRefused() {
    SampleGrid grid = new SampleGrid(1, 1);
    assertThrows(IllegalArgumentException.class, () -> grid.png(new float[3 * 16 * 16 + 1], 16));
    assertThrows(IllegalArgumentException.class, () -> grid.png(new float[2 * 3 * 16 * 16], 16));
  }

  private static BufferedImage draw(SampleGrid grid, float[] nchw, int size) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(grid.png(nchw, size)));
  }

  private static int rgb(BufferedImage grid, int x, int y) {
    return grid.getRGB(x, y) & 0xffffff;
  }
}
