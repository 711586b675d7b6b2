package io.sparkdcgan.image;

import io.sparkdcgan.image.WebpCodec.Chunks;

/**
 * How a camera was held, as EXIF numbers it: 1 is upright, 2 mirrored, 3 upside down, 4 both, 5 to
 * 8 the same lying on a side. What EXIF does not say, or says out of range, is upright.
 */
final class Orientation {
  private final int number;

  private Orientation(int number) {
    this.number = number >= 1 && number <= 8 ? number : 1;
  }

  static Orientation of(ImageFormat format, byte[] file) {
    return new Orientation(
        switch (format) {
          case JPEG -> JpegSegments.of(file).orientation();
          case PNG -> PngCodec.orientation(file);
          case WEBP -> Chunks.of(file).orientation();
          case TIFF -> TiffTags.of(file).orientation();
          case GIF, BMP, PNM -> 1;
        });
  }

  /** EXIF data inside a file, with or without the six letters that JPEG puts before it. */
  static int inExif(byte[] file, int from, int length) {
    int skipped = ImageFormat.starts(file, from, "Exif\0\0") ? 6 : 0;
    return TiffTags.of(file, from + skipped, Math.max(length - skipped, 0)).orientation();
  }

  /** The image as it was seen; the same object if it is upright already. */
  RgbImage upright(RgbImage lying) {
    if (number == 1) {
      return lying;
    }
    int width = number >= 5 ? lying.height() : lying.width();
    int height = number >= 5 ? lying.width() : lying.height();
    byte[] from = lying.rgb();
    byte[] to = new byte[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = 3 * source(lying, x, y);
        int target = 3 * (y * width + x);
        to[target] = from[source];
        to[target + 1] = from[source + 1];
        to[target + 2] = from[source + 2];
      }
    }
    return new RgbImage(width, height, to);
  }

  /** Which pixel of the file is seen at column x of row y. */
  private int source(RgbImage lying, int x, int y) {
    int right = lying.width() - 1;
    int bottom = lying.height() - 1;
    int row =
        switch (number) {
          case 2 -> y;
          case 3, 4 -> bottom - y;
          case 5, 8 -> x;
          default -> bottom - x;
        };
    int column =
        switch (number) {
          case 2, 3 -> right - x;
          case 4 -> x;
          case 5, 6 -> y;
          default -> right - y;
        };
    return row * lying.width() + column;
  }
}
