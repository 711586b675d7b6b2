package io.sparkdcgan.image;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Decodes files of one format. */
interface ImageCodec {
  /**
   * The first frame as 8-bit RGB, as it lies in the file (not turned yet).
   *
   * @param file all of its bytes; not changed
   * @throws IOException or whatever the codec meets damaged bytes with
   */
  DecodedImage decode(byte[] file) throws IOException;

  /**
   * How many pixels an image may have, asked of its header before any array is made for them.
   *
   * @param most width times height, at least 1
   */
  record PixelLimit(long most) {

    /** Why an image of this size is not decoded, if it is not. */
    Optional<Reject> reject(long width, long height) {
      if (width < 1 || height < 1) {
        return Optional.of(
            new Reject(Reject.Reason.DAMAGED, width + " x " + height + " pixels are no image"));
      }
      // as a quotient, since the product of two claims may overflow
      return width > most / height
          ? Optional.of(
              new Reject(
                  Reject.Reason.TOO_LARGE,
                  width + " x " + height + " pixels, but at most " + most + " are decoded"))
          : Optional.empty();
    }
  }

  /**
   * The area that an animation plays on, white where its first frame does not reach.
   *
   * @param width columns, at least 1
   * @param height rows, at least 1
   */
  record Canvas(int width, int height) {

    /** The frame in its place; what lies outside is cut off. */
    RgbImage with(RgbImage frame, int left, int top) {
      if (left == 0 && top == 0 && frame.width() == width && frame.height() == height) {
        return frame;
      }
      byte[] rgb = new byte[3 * width * height];
      Arrays.fill(rgb, (byte) 255);
      int columns = Math.min(frame.width(), width - left);
      int rows = Math.min(frame.height(), height - top);
      for (int y = 0; y < rows && columns > 0; y++) {
        System.arraycopy(
            frame.rgb(), 3 * y * frame.width(), rgb, 3 * ((top + y) * width + left), 3 * columns);
      }
      return new RgbImage(width, height, rgb);
    }
  }
}
