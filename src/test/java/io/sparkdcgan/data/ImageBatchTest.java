package io.sparkdcgan.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ImageBatchTest {
  private static final int LENGTH = ImageBlock.imageBytes(16);

  @Test
  void everyByteIsOverHalfOfTheRangeMinusOneRoundedOnce() {
    float[] out = new float[LENGTH];
    ImageBatch.write(block(), 0, out, 0);
    assertEquals(-1f, out[0]);
    assertEquals(1f, out[255]);
    for (int value = 0; value < 256; value++) {
      assertEquals((float) ((2.0 * value - 255) / 255), out[value], "byte " + value);
      assertEquals(-out[255 - value], out[value], Math.ulp(1f), "byte " + value);
    }
  }

  @Test
  void imagesAreWrittenWhereTheyWereAsked() {
    float[] out = new float[2 * LENGTH + 5];
    ImageBatch.write(block(), 1, out, 5);
    assertEquals(0, out[4]);
    // image 1 counts down from 255
    assertEquals(1f, out[5]);
    assertEquals(-1f, out[5 + 255]);
    assertEquals(0, out[5 + LENGTH]);
  }

  @Test
  void arrayIsImagesByChannelsByRowsByColumnsInTheOrderAsked() {
    INDArray batch = ImageBatch.nchw(block(), new int[] {1, 0});
    assertArrayEquals(new long[] {2, 3, 16, 16}, batch.shape());
    assertEquals('c', batch.ordering());
    assertEquals(1f, batch.getFloat(0, 0, 0, 0));
    assertEquals(-1f, batch.getFloat(1, 0, 0, 0));
    // byte 2 x 256 + 3 x 16 + 5 of image 0 is 53
    assertEquals((float) (53 / 127.5 - 1), batch.getFloat(1, 2, 3, 5));
    assertEquals(batch.slice(1), ImageBatch.nchw(block(), 0, 1).slice(0));
  }

  /** Image 0 counts its bytes up from 0 again and again, image 1 down from 255. */
  private static ImageBlock block() {
    byte[] pixels = new byte[2 * LENGTH];
    for (int pixel = 0; pixel < LENGTH; pixel++) {
      pixels[pixel] = (byte) pixel;
      pixels[LENGTH + pixel] = (byte) (255 - pixel);
    }
    return new ImageBlock(16, new String[] {"a", "b"}, new String[] {"", ""}, pixels);
  }
}
