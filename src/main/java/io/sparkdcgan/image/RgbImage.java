package io.sparkdcgan.image;

import io.sparkdcgan.config.Crop;
import io.sparkdcgan.image.ImageContent.DecodedImage;

/**
 * Pixels of any width and height: 8 bits each of red, green and blue, interleaved, rows from the
 * top (HWC).
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param rgb height x width x 3 unsigned bytes; not copied, owned by this from now on
 */
public record RgbImage(int width, int height, byte[] rgb) implements DecodedImage {
  /**
   * @throws IllegalArgumentException if the array is of another length
   */
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are not an image of " + width + " x " + height + " x 3");
    }
  }

  /**
   * The part of this image that is wanted, such as a face out of its surroundings. The image is to
   * be whole, turned upright and of its full size: the rectangle is in its pixels.
   *
   * @return this image if all of it is wanted; a {@link Reject} if the rectangle is not all inside
   *     of it
   */
  public DecodedImage cropped(Crop crop) {
    if (crop.isCentered()) {
      return this;
    }
    if ((long) crop.x() + crop.width() > width || (long) crop.y() + crop.height() > height) {
      return new Reject(
          Reject.Reason.CROP_OUTSIDE,
          "it has " + width + " x " + height + " pixels, too few for " + crop);
    }
    byte[] part = new byte[3 * crop.width() * crop.height()];
    for (int row = 0; row < crop.height(); row++) {
      System.arraycopy(
          rgb,
          3 * ((crop.y() + row) * width + crop.x()),
          part,
          3 * row * crop.width(),
          3 * crop.width());
    }
    return new RgbImage(crop.width(), crop.height(), part);
  }
}
