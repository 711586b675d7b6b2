package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LaplacianPyramidTest {
  /** 4 x 4, all dark but one corner. */
  private static float[] corner() {
    float[] image = new float[16];
    image[0] = 256;
    return image;
  }

  @Test
  void halvingACornerByHand() {
    // along each axis the corner weighs 6/16 at place 0 and 1/16 at place 2; mirrored neighbors
    // are dark
    assertArrayEquals(new float[] {36, 6, 6, 1}, LaplacianPyramid.down(corner(), 4));
    assertArrayEquals(
        new float[] {36, 6, 6, 1}, LaplacianPyramid.level(corner(), 4, 2, 2), "the last level");
  }

  @Test
  void doublingByHandSpreadsWhatIsBetweenZeros() {
    // a line (a, b) becomes (a, 0, b, 0), mirrored at its ends, and each axis is multiplied by 2:
    // (6a + 2b) / 8, (4a + 4b) / 8, (a + 7b) / 8, 8b / 8
    float[] line = {4.75f, 3.5f, 1.625f, 1};
    float[] expected = new float[16];
    for (int i = 0; i < 16; i++) {
      expected[i] = line[i / 4] * line[i % 4];
    }
    assertArrayEquals(expected, LaplacianPyramid.up(new float[] {36, 6, 6, 1}, 2));
  }

  @Test
  void aLevelIsWhatHalvingLoses() {
    float[] line = {4.75f, 3.5f, 1.625f, 1};
    float[] expected = new float[16];
    for (int i = 0; i < 16; i++) {
      expected[i] = (i == 0 ? 256 : 0) - line[i / 4] * line[i % 4];
    }
    assertArrayEquals(expected, LaplacianPyramid.level(corner(), 4, 4, 2));
  }

  @Test
  void anEvenImageHasNothingToLose() {
    float[] even = new float[3 * 32 * 32];
    Arrays.fill(even, 77);
    assertArrayEquals(
        new float[3 * 32 * 32], LaplacianPyramid.level(even.clone(), 32, 32, 16), "fine level");
    float[] small = new float[3 * 16 * 16];
    Arrays.fill(small, 77);
    assertArrayEquals(small, LaplacianPyramid.level(even.clone(), 32, 16, 16), "what remains");
  }

  @Test
  void planesDoNotMix() {
    float[] two = new float[32];
    two[16] = 256;
    assertArrayEquals(new float[] {0, 0, 0, 0, 36, 6, 6, 1}, LaplacianPyramid.down(two, 4));
    float[] lost = LaplacianPyramid.level(two, 4, 4, 2);
    assertArrayEquals(new float[16], Arrays.copyOf(lost, 16));
    assertArrayEquals(LaplacianPyramid.level(corner(), 4, 4, 2), Arrays.copyOfRange(lost, 16, 32));
  }
}
