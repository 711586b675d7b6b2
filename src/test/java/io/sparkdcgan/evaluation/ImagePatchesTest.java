package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Patches of images whose pixels say where they are. */
final class ImagePatchesTest {
  private static final int SIZE = 8;

  /** Pixel (channel, y, x) is 64 channel + 8 y + x. */
  private static ImageBlock counting() {
    byte[] pixels = new byte[3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return block(pixels);
  }

  static ImageBlock block(byte[]... images) {
    return ImageBlock.of(
        (int) Math.sqrt(images[0].length / 3.0),
        Arrays.stream(images).map(p -> new ImageRecord("key", "", p)).toList());
  }

  @Test
  void aPatchLiesWhereItsNumberSaysAndHasBrightnessAndContrastTakenAway() {
    assertEquals(9, ImagePatches.count(SIZE));
    float[] last = ImagePatches.one(counting(), 0, 8); // from (2, 2) to (7, 7)
    assertEquals(108, last.length);
    // Along a channel, rows and columns 0 to 5 around their middle 2.5: the mean is that of the
    // middle of channel 1. Sum of squares: 108 (64^2 2/3 + (8^2 + 1) 35/12).
    double variance = 108 * (64 * 64 * 2 / 3.0 + 65 * 35 / 12.0) / 107;
    double factor = 1 / Math.sqrt(variance + 10);
    assertEquals((-64 - 8 * 2.5 - 2.5) * factor, last[0], 1e-6);
    assertEquals((64 + 8 * 2.5 + 2.5) * factor, last[107], 1e-6);
    assertEquals((0 - 8 * 1.5 + 0.5) * factor, last[36 + 6 + 3], 1e-6);
  }

  @Test
  void allPatchesAreTheSinglePatchesRowByRow() {
    float[] all = ImagePatches.all(counting(), 0);
    for (int patch : List.of(0, 3, 8)) {
      float[] one = ImagePatches.one(counting(), 0, patch);
      assertArrayEquals(one, Arrays.copyOfRange(all, patch * 108, (patch + 1) * 108));
    }
  }

  @Test
  void anEvenPatchIsZero() {
    byte[] white = new byte[3 * SIZE * SIZE];
    Arrays.fill(white, (byte) 255);
    assertArrayEquals(new float[108], ImagePatches.one(block(white), 0, 4));
  }
}
