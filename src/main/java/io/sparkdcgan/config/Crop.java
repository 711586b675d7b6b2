package io.sparkdcgan.config;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of each image an import takes, before its largest centered square is scaled. Tasks take it
 * along in their closures, which Java serializes.
 *
 * @param x pixels to the left of it, at least 0
 * @param y pixels above it, at least 0
 * @param width its columns; 0 if it is the whole image
 * @param height its rows; 0 if it is the whole image
 */
public record Crop(int x, int y, int width, int height) implements Serializable {
  /** The whole image, so that the square is the image's own center. */
  public static final Crop CENTERED = new Crop(0, 0, 0, 0);

  private static final Pattern RECTANGLE =
      Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9}),(\\d{1,9})");

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException with a sentence if it is neither {@code centered} nor a
   *     rectangle
   */
  public static Crop parse(String text) {
    if (text.equals(CENTERED.toString())) {
      return CENTERED;
    }
    Matcher rectangle = RECTANGLE.matcher(text);
    if (rectangle.matches()) {
      Crop crop =
          new Crop(
              Integer.parseInt(rectangle.group(1)),
              Integer.parseInt(rectangle.group(2)),
              Integer.parseInt(rectangle.group(3)),
              Integer.parseInt(rectangle.group(4)));
      if (crop.width >= 1 && crop.height >= 1) {
        return crop;
      }
    }
    throw new IllegalArgumentException(
        "--crop must be centered or x,y,width,height in pixels with a width and height of at least"
            + " 1, but is "
            + text);
  }

  public boolean isCentered() {
    return equals(CENTERED);
  }

  /** {@code centered}, or {@code x,y,width,height}. */
  @Override
  public String toString() {
    return width == 0 ? "centered" : x + "," + y + "," + width + "," + height;
  }
}
