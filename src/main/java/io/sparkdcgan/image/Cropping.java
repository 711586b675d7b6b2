package io.sparkdcgan.image;

import io.sparkdcgan.config.Crop;

/** Cuts rectangles out of images, such as a face out of its surroundings. */
public final class Cropping {
  private Cropping() {}

  /**
   * The part of an image that is wanted.
   *
   * @param image all of it, turned upright, at its full size: the rectangle is in its pixels
   * @return the image itself if all of it is wanted; a {@link Reject} if the rectangle is not all
   *     inside of it
   */
  public static DecodedImage of(RgbImage image, Crop crop) {
    if (crop.isCentered()) {
      return image;
    }
    if ((long) crop.x() + crop.width() > image.width()
        || (long) crop.y() + crop.height() > image.height()) {
      return new Reject(
          Reject.Reason.CROP_OUTSIDE,
          "it has " + image.width() + " x " + image.height() + " pixels, too few for " + crop);
    }
    byte[] part = new byte[3 * crop.width() * crop.height()];
    for (int row = 0; row < crop.height(); row++) {
      System.arraycopy(
          image.rgb(),
          3 * ((crop.y() + row) * image.width() + crop.x()),
          part,
          3 * row * crop.width(),
          3 * crop.width());
    }
    return new RgbImage(crop.width(), crop.height(), part);
  }
}
