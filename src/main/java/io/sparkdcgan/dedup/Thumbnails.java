package io.sparkdcgan.dedup;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.model.CodeNetwork;

/**
 * Makes of an imported image the 32 x 32 pixels that the autoencoder reads, by exact area
 * averaging. Not safe for use by several threads.
 */
public final class Thumbnails {
  private final int imageSize;
  private final Resampler resampler = new Resampler(CodeNetwork.EDGE);

  /**
   * @param imageSize edge of the imported images in pixels, at least 32
   */
  public Thumbnails(int imageSize) {
    this.imageSize = imageSize;
  }

  /**
   * The image at 32 pixels.
   *
   * @param chw 3 x size x size unsigned bytes
   * @return 3 x 32 x 32 unsigned bytes, CHW; a new array
   */
  public byte[] of(byte[] chw) {
    int plane = imageSize * imageSize;
    byte[] hwc = new byte[chw.length];
    for (int pixel = 0; pixel < plane; pixel++) {
      for (int channel = 0; channel < ImageRecord.CHANNELS; channel++) {
        hwc[ImageRecord.CHANNELS * pixel + channel] = chw[channel * plane + pixel];
      }
    }
    return resampler.square(new RgbImage(imageSize, imageSize, hwc));
  }
}
